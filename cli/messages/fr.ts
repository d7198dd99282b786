/** Tout ce que mcpdemo dit à une personne, en français. */
import type { Messages } from "./messages.ts";

/** The messages in French. */
export const fr: Messages = {
  language: "fr",
  help: {
    program: "Un serveur MCP sur HTTP, un modèle qui s'en sert, et chaque message échangé entre eux.",
    commands: {
      serve: "Lancer le serveur MCP : trois ères de MCP sur HTTP, sur un seul port.",
      ask: "Poser une question : un modèle y répond avec les outils d'un serveur MCP.",
      tools: "Lister les outils d'un serveur MCP.",
      call: "Appeler un outil d'un serveur MCP, sans aucun modèle.",
      trace: "Montrer une exécution enregistrée (--trace FICHIER.jsonl), ou l'écrire dans un autre format.",
      models: "Lister les modèles qu'offre le point d'accès.",
      health: "Dire si un serveur est en marche.",
      help: "Afficher une page de la documentation, ou lister les pages.",
      completions: "Écrire un script qui complète commandes et options dans votre shell.",
    },
    arguments: {
      question:
        "la question ; sans elle, elle est lue sur stdin, sinon la question de démonstration est posée",
      name: "le nom de l'outil",
      arguments: "ses arguments, clé=valeur, lus selon le schéma de l'outil ; clé:=JSON prend toute valeur",
      file: "un fichier .jsonl écrit par ask --trace",
      topic: "la page, ou une commande ; sans elle, les pages sont listées",
      shell: "bash, zsh ou fish",
    },
    placeholders: {
      address: "adresse",
      arguments: "arguments",
      command: "commande",
      era: "ère",
      file: "fichier",
      key: "clé",
      language: "langue",
      name: "nom",
      number: "nombre",
      origin: "origine",
      seconds: "secondes",
      topic: "sujet",
      view: "vue",
      zone: "fuseau",
    },
    showHelp: "afficher cette aide",
    showVersion: "afficher la version ; avec --verbose, aussi la compilation",
    versionFacts: { commit: "commit ", built: "compilé ", runtime: "moteur ", system: "système " },
    defaultIs: (value) => `défaut : ${value}`,
    variable: (names) => `variable : ${names}`,
    variableMeaning: (names, meaning) => `${names} : ${meaning}`,
    variableOnly: "Défini par une variable seulement :",
    listSeparator: " ; ",
    titles: {
      "Usage:": "Utilisation :",
      "Options:": "Options :",
      "Arguments:": "Arguments :",
      "Commands:": "Commandes :",
    },
    after: `
Code de retour : 0 répondu, 1 erreur interne, 2 utilisation ou réglages,
3 serveur MCP injoignable, 4 clé refusée, 5 erreur MCP ou d'outil,
6 point d'accès du modèle injoignable ou clé refusée, 7 point d'accès du
modèle en panne ou saturé, 8 pas de réponse en --max-steps, 9 un appel a été
refusé, 10 une limite a été atteinte, 130 interrompu.`,
  },
  settings: {
    serve: {
      host: "adresse d'écoute : toutes avec une clé, cette machine seule sans clé",
      port: "port d'écoute ; 0 en prend un libre",
      authKeys: "clé que les clients doivent envoyer ; à répéter pour changer de clé en douceur",
      auth: "permettre une adresse publique sans clé",
      allowOrigins: "origine web autorisée depuis un navigateur, outre la boucle locale ; répétable",
      allowHosts: "nom d'hôte accepté, outre la boucle locale ; répétable",
      timeZone: "fuseau horaire IANA tenu pour local (défaut : celui de la machine)",
      stateKey:
        "scelle ce que les clients portent entre deux tours d'un appel ; à définir pour des répliques et des redémarrages (défaut : aléatoire)",
      wireKeys:
        "clé qui ouvre la vue du réseau, à l'adresse /, même depuis d'autres machines ; --auth-key ne l'ouvre alors plus ; répétable",
      wireSize: "échanges que la vue du réseau garde ; 0 l'éteint, et rien n'est enregistré",
      debug: "expliquer chaque requête sur stderr, quand elle arrive",
      debugWire: "de même, avec en-têtes et corps",
      language: "en ou fr : la langue des messages",
    },
    client: {
      server: "serveur à examiner",
      servers:
        "serveur MCP : son URL de base, ou son /mcp ou /sse ; répétable. Sans réglage ni serveur : un serveur intégré",
      config: "fichier de serveurs MCP sous la forme commune mcpServers : url, headers, ${VAR}",
      authKey: "clé du serveur MCP",
      era:
        "auto, 2026, 2025 ou 2024 : l'ère de MCP sur HTTP à parler ; auto essaie la plus récente d'abord ; ask accepte aussi all, et les compare",
      apiUrl: "point d'accès chat-completions",
      apiKey: "clé du point d'accès chat-completions ; sans elle, le modèle hors ligne répond",
      model: "modèle à interroger",
      interactive: "tenir une conversation ; une entrée redirigée pose une question par ligne",
      stream: "recevoir la réponse d'un bloc plutôt qu'au fil de l'écriture",
      reasoning: "montrer le raisonnement du modèle, estompé, sur stderr",
      usage: "dire jetons, tours et durées à la fin, sur stderr",
      maxSteps: "abandonner après ce nombre de questions au modèle",
      yes: "exécuter chaque appel d'outil sans demander",
      allowTools: "exécuter cet outil sans demander ; répétable",
      schema: "écrire le schéma JSON des arguments de cet outil",
      input: "les arguments, un objet JSON ; - le lit sur stdin",
      timeout: "abandonner après ce nombre de secondes",
      caFile: "fichier PEM d'autorités de certification à reconnaître en plus des habituelles",
      json: "écrire un seul objet JSON sur stdout, et rien d'autre",
      jsonStream: "écrire un événement JSON par ligne sur stdout, au fur et à mesure",
      debug: "expliquer chaque étape sur stderr : ce qui est envoyé, à qui, ce qui revient, et pourquoi",
      debugWire: "de même, avec en-têtes et corps",
      trace:
        "enregistrer l'exécution dans un fichier, selon sa fin : .jsonl, .har, .mmd (Mermaid), .sh (curl) ou .html",
      as: "text, wire (avec en-têtes et corps), har, mmd, sh ou html",
      language: "en ou fr : la langue des messages",
    },
  },
  reasons: {
    not_json: () => "ce n'est pas du JSON",
    wrong_form: ({ place }) => `à ${place}, il n'a pas cette forme`,
    no_server: () => "il ne nomme aucun serveur avec une url",
    server_url: ({ name }) => `l'url de « ${name} » n'est pas une adresse web`,
    server_header: ({ name }) => `« ${name} » a un en-tête qui ne peut pas être envoyé`,
    server_input: ({ name }) =>
      `il demande ${name} à un éditeur, et mcpdemo ne remplit que les variables d'environnement`,
    no_certificate: () => "il ne contient aucun certificat en PEM",
    not_tls: () => "il ne parle pas TLS : essayez http:// au lieu de https://",
    no_discover: () => "il ne connaît pas server/discover",
    other_revisions: ({ revisions }) => `il ne parle que ${revisions}`,
    oauth: () => "Il parle OAuth, ce que mcpdemo ne fait pas.",
    no_choice: () =>
      "sa réponse ne contient aucun « choice » : API_URL finit-elle là où l'API commence, souvent par /v1 ?",
    cut_before_answer: () => "il a atteint sa limite de longueur avant d'avoir dit quoi que ce soit",
    only_reasoning: () => "il raisonne, puis ne répond rien",
    empty_answer: () => "sa réponse est vide",
    no_list: () => "ce qu'il répond n'est pas une liste",
  },
  errorLine: (code, status, title) => `Erreur ${code} (code de retour ${status}) : ${title}`,
  linesDropped: (count) =>
    count === 1
      ? "… (1 ligne abandonnée : personne ne lisait)"
      : `… (${count} lignes abandonnées : personne ne lisait)`,
  fixLine: (fix) => `Que faire : ${fix}`,
  errors: {
    internal: ({ detail }) => ({
      title: `Quelque chose a mal tourné dans mcpdemo : ${detail}.`,
      fix: "relancez avec --debug et signalez ce qui s'affiche.",
    }),
    answer_lost: ({ detail }) => ({
      title: `La réponse n'a pas pu être écrite : ${detail}.`,
      fix: "faites de la place là où va stdout, et redemandez.",
    }),
    unknown_flag: ({ flag, nearest, command, argument }) => ({
      title: `L'option ${flag} n'existe pas.`,
      fix: (argument ? `l'argument d'un outil s'écrit sans tirets : ${argument}. ` : "") +
        (nearest ? `vouliez-vous dire ${nearest} ? ` : "") +
        `« mcpdemo ${command ? `${command} ` : ""}--help » les liste toutes.`,
    }),
    unknown_command: ({ name, nearest }) => ({
      title: `La commande « ${name} » n'existe pas.`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") + "« mcpdemo --help » les liste toutes.",
    }),
    usage: ({ detail }) => ({
      title: `La ligne de commande ne peut être lue : ${detail}.`,
      fix: "« mcpdemo --help » montre comment l'écrire.",
    }),
    bad_value: ({ name, value, takes, unit }) => ({
      title: `${name} ne peut valoir « ${value} ».`,
      fix: takes
        ? `${name} accepte : ${takes}${unit ? " secondes" : ""}.`
        : `voyez ce que ${name} accepte avec --help.`,
    }),
    bad_url: ({ name, value }) => ({
      title: `${name} n'est pas une adresse web : « ${value} ».`,
      fix: "écrivez-la entière, par exemple http://localhost:8000.",
    }),
    env_file_unreadable: ({ path }) => ({
      title: `Le fichier ${path} existe mais ne peut être lu.`,
      fix: "rendez-le lisible, ou déplacez-le.",
    }),
    trace_format: ({ path, formats }) => ({
      title: `La fin de ${path} ne nomme aucun format de trace.`,
      fix: `terminez-le par l'un de ${formats}.`,
    }),
    trace_unwritable: ({ path, detail }) => ({
      title: `Le fichier ${path} ne peut être écrit : ${detail}.`,
      fix: "vérifiez le dossier et ses droits.",
    }),
    trace_unreadable: ({ path, detail }) => ({
      title: `Le fichier ${path} ne peut être lu : ${detail}.`,
      fix: "enregistrez-en un d'abord : mcpdemo ask --trace run.jsonl « quelle heure est-il ? ».",
    }),
    invalid_trace_file: ({ path, line }) => ({
      title: `La ligne ${line} de ${path} ne contient aucun échange.`,
      fix: "donnez un fichier .jsonl écrit par ask --trace.",
    }),
    conflicting_flags: ({ flag, other }) => ({
      title: `${flag} et ${other} ne vont pas ensemble.`,
      fix: "laissez l'une des deux de côté.",
    }),
    multiple_keys: () => ({
      title: "Plusieurs clés MCP ont été données, et un client n'en envoie qu'une.",
      fix: "pour des serveurs qui ont chacun leur clé, écrivez-les dans un fichier : --config.",
    }),
    value_missing: ({ flag }) => ({
      title: `${flag} demande une valeur.`,
      fix: `écrivez-la après l'option : ${flag} VALEUR.`,
    }),
    argument_missing: ({ command, name }) => ({
      title: `« mcpdemo ${command} » demande un argument : ${name}.`,
      fix: `« mcpdemo ${command} --help » montre ce qu'il prend.`,
    }),
    arguments_extra: ({ command }) => ({
      title: `« mcpdemo ${command} » a reçu plus de mots qu'il n'en prend.`,
      fix: `« mcpdemo ${command} --help » montre ce qu'il prend.`,
    }),
    key_empty: () => ({
      title: "La clé MCP est définie mais vide.",
      fix: "donnez une valeur à --auth-key (ou MCP_SERVER_AUTH_KEY), ou ne la définissez pas.",
    }),
    key_unsendable: () => ({
      title: "La clé MCP contient un caractère qu'aucun en-tête HTTP ne peut porter.",
      fix: "employez des lettres sans accent, des chiffres et des signes ASCII, sans espace ni virgule.",
    }),
    key_is_flag: () => ({
      title: "Là où va la clé MCP se trouve le nom d'une option.",
      fix: "écrivez la clé après --auth-key ; une variable était-elle vide ?",
    }),
    key_and_no_auth: () => ({
      title: "Une clé et --no-auth ont été donnés tous les deux.",
      fix: "retirez l'un des deux ; la clé peut aussi venir de MCP_SERVER_AUTH_KEY ou de .env.",
    }),
    bad_time_zone: ({ name, near }) => ({
      title: `Le fuseau horaire « ${name} » n'existe pas.`,
      fix: `les plus proches : ${near}.`,
    }),
    public_without_key: ({ host }) => ({
      title: `Sans clé, le serveur n'écoute pas sur ${host}, où d'autres pourraient l'atteindre.`,
      fix: "donnez une clé (--auth-key), ou une adresse de boucle locale, ou dites --no-auth si c'est voulu.",
    }),
    port_taken: ({ host, port }) => ({
      title: `Le port ${port} de ${host} est pris par un autre programme.`,
      fix: `arrêtez-le, ou prenez un autre port : --port ${
        Number(port) < 65_535 ? Number(port) + 1 : 8000
      }, ou --port 0 pour un port libre.`,
    }),
    cannot_listen: ({ host, port, detail }) => ({
      title: `Impossible d'écouter sur ${host}, port ${port} : ${detail}.`,
      fix: "vérifiez --host et --port : l'adresse doit être l'une de celles de cette machine.",
    }),
    no_such_tool: ({ name, near }) => ({
      title: `Le serveur n'a pas d'outil « ${name} ».`,
      fix: `${near ? `proches : ${near}. ` : ""}« mcpdemo tools » liste ceux qu'il a.`,
    }),
    argument_form: ({ value }) => ({
      title: `Un argument s'écrit clé=valeur, et ceci n'en est pas un : « ${value} ».`,
      fix: "écrivez clé=valeur, clé:=JSON, ou donnez-les tous avec --input.",
    }),
    argument_value: ({ name, value, type }) => ({
      title: `${name} ne peut pas valoir « ${value} » : il faut ${type}.`,
      fix: "« mcpdemo tools --schema NOM » montre ce que prend un outil.",
    }),
    unknown_shell: ({ name }) => ({
      title: `Il n'y a pas de complétion pour le shell « ${name} ».`,
      fix: "nommez bash, zsh ou fish.",
    }),
    unknown_topic: ({ name, nearest }) => ({
      title: `Il n'y a pas de page « ${name} ».`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") + "« mcpdemo help » les liste toutes.",
    }),
    mcp_unreachable: ({ url, detail }) => ({
      title: `Rien ne répond à ${url}${detail ? ` (${detail})` : ""}.`,
      fix: "lancez un serveur (« mcpdemo serve »), ou vérifiez l'adresse (--server ou MCP_SERVER_URL).",
    }),
    mcp_silent: ({ url, detail }) => ({
      title: `${url} a pris la connexion, puis a raccroché ou s'est tu${detail ? ` (${detail})` : ""}.`,
      fix: "vérifiez que ce port est celui d'un serveur HTTP, et qu'aucun proxy ne s'interpose.",
    }),
    mcp_key_missing: ({ url, detail, config }) => ({
      title: `Le serveur MCP à ${url} veut une clé et aucune n'a été envoyée.${detail ? ` ${detail}` : ""}`,
      fix: config
        ? `donnez à son entrée dans ${config} un en-tête Authorization, dans headers, de valeur Bearer et la clé.`
        : "définissez MCP_SERVER_AUTH_KEY, ou donnez --auth-key.",
    }),
    mcp_key_refused: ({ url, detail, config }) => ({
      title: `Le serveur MCP à ${url} a refusé la clé.${detail ? ` Il dit : ${detail}` : ""}`,
      fix: `comparez ${
        config ? `les headers de son entrée dans ${config}` : "MCP_SERVER_AUTH_KEY ou --auth-key"
      } avec la clé donnée au serveur à son lancement.`,
    }),
    not_an_mcp_server: ({ url, detail }) => ({
      title: `Ce qui répond à ${url} n'est pas un serveur MCP : ${detail}.`,
      fix: "vérifiez l'adresse et le chemin : un serveur MCP se trouve d'ordinaire à /mcp, un ancien à /sse.",
    }),
    unsupported_era: ({ url, era, detail }) => ({
      title: `Le serveur à ${url} ne parle pas l'ère ${era} : ${detail}.`,
      fix: "omettez --era : mcpdemo trouve alors l'ère lui-même.",
    }),
    mcp_error: ({ url, detail }) => ({
      title: `Le serveur MCP à ${url} a échoué : ${detail}.`,
      fix: "regardez le journal du serveur ; --debug montre ce qui a été envoyé.",
    }),
    ca_file_unreadable: ({ path, detail }) => ({
      title: `Le fichier ${path} ne peut pas servir d'autorités de confiance : ${detail}.`,
      fix: "donnez un fichier PEM : un texte avec un ou plusieurs blocs BEGIN CERTIFICATE.",
    }),
    config_unreadable: ({ path, detail }) => ({
      title: `Le fichier ${path} ne peut pas servir : ${detail}.`,
      fix: "donnez un fichier JSON dont mcpServers nomme des serveurs, chacun avec son url.",
    }),
    approvals_unreadable: ({ path }) => ({
      title: `Le fichier ${path}, qui garde les outils que vous avez autorisés, est illisible.`,
      fix: "réparez-le, ou déplacez-le : chaque outil comptera alors comme nouveau.",
    }),
    config_variable: ({ path, name }) => ({
      title: `Le fichier ${path} nomme la variable ${name}, qui n'est pas définie.`,
      fix: `définissez ${name}, ou écrivez \${${name}:-un défaut}.`,
    }),
    tool_error: ({ name, detail }) => ({
      title: `L'outil ${name} répond par une erreur : ${detail}`,
      fix: `voyez ce qu'il prend avec « mcpdemo tools --schema ${name} ».`,
    }),
    redirect_refused: ({ url, location }) => ({
      title: `${url} redirige vers ${location}, une autre origine, où la clé ne doit pas aller.`,
      fix: "si c'est le bon serveur, donnez son adresse par --server.",
    }),
    endpoint_refused: ({ url, location }) => ({
      title: `${url} demande d'envoyer ses messages à ${location}, une autre origine, où rien ne doit aller.`,
      fix: "si c'est le bon serveur, donnez son adresse par --server.",
    }),
    mcp_sends_too_much: ({ url, most }) => ({
      title: `Le serveur MCP ${url} envoie plus de ${most} en une seule réponse ; la suite n'est pas lue.`,
      fix: "demandez-en moins à la fois, ou adressez-vous à un serveur de confiance.",
    }),
    mcp_lists_too_many_pages: ({ url, most }) => ({
      title: `Le serveur MCP ${url} répartit ses outils sur plus de ${most} pages.`,
      fix:
        "sa liste ne finit peut-être jamais : prévenez qui l'exploite, ou adressez-vous à un serveur de confiance.",
    }),
    mcp_lists_too_many_tools: ({ url, most }) => ({
      title: `Le serveur MCP ${url} a plus de ${most} outils, trop pour un modèle.`,
      fix: "prenez un serveur qui en a moins, ou une de ses adresses qui n'en propose qu'une partie.",
    }),
    mcp_lists_too_much: ({ url, most }) => ({
      title: `Les outils du serveur MCP ${url} sont décrits en plus de ${most}, trop pour un modèle.`,
      fix: "prenez un serveur qui en a moins, ou une de ses adresses qui n'en propose qu'une partie.",
    }),
    mcp_nests_too_deep: ({ url, most }) => ({
      title: `Le serveur MCP ${url} a envoyé des données imbriquées sur plus de ${most} niveaux.`,
      fix: "prévenez qui l'exploite, ou adressez-vous à un serveur de confiance.",
    }),
    mcp_asks_too_much: ({ url, most }) => ({
      title: `Le serveur MCP ${url} pose des questions sans fin : plus de ${most}.`,
      fix: "prévenez qui l'exploite, ou adressez-vous à un serveur de confiance.",
    }),
    model_unreachable: ({ url, detail }) => ({
      title: `Le point d'accès du modèle à ${url} est injoignable${detail ? ` (${detail})` : ""}.`,
      fix: "vérifiez API_URL et le réseau ; sans API_KEY ni API_URL, le modèle hors ligne répond.",
    }),
    model_key_refused: ({ url, detail }) => ({
      title: `Le point d'accès du modèle à ${url} a refusé la clé.${detail ? ` Il dit : ${detail}` : ""}`,
      fix: "vérifiez API_KEY.",
    }),
    model_not_found: ({ url, model, detail }) => ({
      title: `Le point d'accès du modèle à ${url} répond 404 pour le modèle « ${model} ».${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: "vérifiez DEFAULT_MODEL ou --model, et qu'API_URL finit là où l'API commence (souvent par /v1).",
    }),
    model_rate_limited: ({ url, detail }) => ({
      title: `Le point d'accès du modèle à ${url} veut moins de requêtes.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: "attendez un instant et reposez la question.",
    }),
    model_failing: ({ url, detail }) => ({
      title: `Le point d'accès du modèle à ${url} a échoué : ${detail}.`,
      fix: "réessayez, essayez un autre modèle (--model), ou regardez l'échange avec --debug.",
    }),
    model_tools_off: ({ url, detail }) => ({
      title: `Le point d'accès du modèle à ${url} a été lancé sans appels d'outils. Il dit : ${detail}.`,
      fix:
        "relancez-le pour qu'il les accepte : llama.cpp avec --jinja, vLLM avec --enable-auto-tool-choice --tool-call-parser.",
    }),
    model_without_tools: ({ url, model, detail }) => ({
      title: `Le modèle « ${model} » à ${url} ne sait pas appeler d'outils. Il dit : ${detail}.`,
      fix: "prenez-en un qui sait, avec --model ; « mcpdemo models » liste ceux qu'il y a.",
    }),
    model_call_as_text: ({ url, model, name }) => ({
      title:
        `Le modèle « ${model} » à ${url} a écrit un appel de « ${name} » dans son texte ; rien n'a été lancé.`,
      fix:
        "activez les appels d'outils du point d'accès (vLLM : --enable-auto-tool-choice --tool-call-parser), ou prenez un autre modèle.",
    }),
    models_not_listed: ({ url, detail }) => ({
      title: `Le point d'accès à ${url} ne liste pas ses modèles : ${detail}.`,
      fix: "demandez le nom d'un modèle à qui l'exploite, et donnez-le par --model ou DEFAULT_MODEL.",
    }),
    max_steps: ({ steps }) => ({
      title: `Le modèle a été interrogé ${steps} fois et voulait encore appeler des outils.`,
      fix: "posez une question plus simple, ou permettez davantage avec --max-steps.",
    }),
    timeout: ({ seconds }) => ({
      title: `Pas de réponse en ${seconds === "1" ? "une seconde" : `${seconds} secondes`}.`,
      fix: "accordez plus de temps avec --timeout.",
    }),
    interrupted: () => ({ title: "Interrompu.", fix: "reposez la question quand vous voudrez." }),
  },
  serve: {
    ready: (version, address) => `mcpdemo ${version} écoute sur ${address}`,
    eras: ["sans état, 2026-07-28", "sessions, 2025-03-26 à 2025-11-25", "HTTP+SSE, 2024-11-05"],
    authOn: (count) =>
      count === 1 ? "Clé exigée (1 clé)" : `Clé exigée (${count} clés, l'une d'elles suffit)`,
    authOff: "MODE OUVERT : aucune clé exigée, cette machine seulement",
    authOffPublic: "MODE OUVERT : aucune clé exigée, ET D'AUTRES PEUVENT ATTEINDRE CETTE ADRESSE (--no-auth)",
    randomStateKey: "Clé d'état : aléatoire ; répliques et redémarrages demandent MCP_STATE_KEY",
    wireView: (url, hasOwnKey) =>
      `Vue du réseau : ${url} dans un navigateur montre le trafic au moment où il passe` +
      (hasOwnKey ? " (seule la clé de --wire-key l'ouvre)" : ""),
    timeZoneUnknown: (value, zone) =>
      `TZ vaut « ${value} », qui n’est pas un fuseau horaire IANA ; ${zone} tient lieu d’heure locale (par exemple TZ=Europe/Paris).`,
    otherTerminal: "Dans un autre terminal :",
    exampleQuestion: "quelle heure est-il ?",
    stop: "Ctrl-C l'arrête.",
    stopping: "Arrêt : les appels en cours se terminent d'abord.",
    stopped: "Arrêté.",
    listeningAgain: (reason) => `L'écoute a échoué (${reason}) ; elle reprend.`,
  },
  health: {
    up: (url) => `${url} est en marche.`,
  },
  ask: {
    inEra: (era) => `La question dans l'ère ${era}`,
    defaultQuestion: "Bonjour, peux-tu me dire quelle heure il est actuellement ?",
    embedded: (url) => `Serveur MCP : intégré, à ${url} (aucun à http://localhost:8000)`,
    connected: (server, url, era, revision) =>
      `Serveur MCP : ${server} à ${url}, ère ${era} (révision ${revision})`,
    offlineModel: "Modèle : remplaçant hors ligne, à base de règles (API_KEY n'est pas définie)",
    useRealModel:
      "Pour un vrai modèle : définissez API_KEY, et API_URL et DEFAULT_MODEL s'ils diffèrent des défauts",
    realModel: (model, url) => `Modèle : ${model} à ${url}`,
    toolCall: (name, args, server) => `Appel d'outil : ${name} ${args}${server ? ` à ${server}` : ""}`,
    toolFailed: (name, text) => `Erreur de l'outil ${name} : ${text}`,
    answerCut: "La réponse est coupée : le modèle a atteint sa limite de longueur.",
  },
  notes: {
    modelWaits: (seconds, isAsked) =>
      `Le point d'accès du modèle ne répond pas pour l'instant ; nouvel essai dans ${
        String(seconds).replace(".", ",")
      } s${isAsked ? ", comme il le demande" : ""}.`,
    modelRefuses: (part) =>
      part === "ids"
        ? "Le point d'accès refuse les identifiants des appels d'outils ; redemandé avec de plus courts."
        : `Le point d'accès refuse ${part} ; redemandé sans.`,
    promptTruncated: (promptTokens) =>
      `Le point d'accès a lu ${promptTokens} jetons, moins qu'il n'en a reçu : son contexte est trop petit, et ` +
      "le début est perdu (Ollama : définissez OLLAMA_CONTEXT_LENGTH).",
    schemaRewritten: (tool, what) => `Pour le modèle, le schéma de « ${tool} » est réécrit : ${what}.`,
    localEndpoint: (program, command) => `${program} répond sur cette machine ; pour l'utiliser : ${command}`,
    asksDefault: (question) => `Aucune question donnée ; on demande : ${question}`,
    toolRenamed: (from, to) => `Pour le modèle, l'outil « ${from} » s'appelle « ${to} ».`,
    looksForServer: (url) =>
      `Aucun serveur n'est nommé : y en a-t-il un à ${url} ? Sinon, mcpdemo démarre le sien ; ce n'est pas une erreur.`,
    sessionLost: (url) => `La connexion à ${url} est perdue ; elle est refaite.`,
    sessionRenewed: (url) => `De nouveau connecté à ${url}.`,
    toolsChanged: (url) => `Les outils de ${url} ont changé ; leur liste est redemandée.`,
    callCancelled: (name) => `Annulé : ${name}.`,
    callRepeated: (name) =>
      `Aucune réponse à ${name} ; l'outil se dit sans danger à répéter, l'appel est renvoyé une fois.`,
    traceWritten: (path, exchanges) =>
      `Enregistré : ${exchanges} ${exchanges < 2 ? "échange" : "échanges"} dans ${path}`,
    traceFailed: (path, detail) => `L'enregistrement n'a pu être écrit dans ${path} : ${detail}`,
    traceLinesSkipped: (path, lines) =>
      `Laissées de côté, faute d'échange entier : lignes ${lines} de ${path}`,
    traceDropped: (count) => `Tout n'a pas été enregistré : ${count} de côté.`,
    serverSkipped: (name) => `Ignoré : « ${name} » n'a pas d'url http(s) ; mcpdemo ne lance aucun programme.`,
    callRefused: (name) => `Refusé : ${name} n'a pas été exécuté.`,
    callRefusedByRule: (name, why) =>
      `Refusé : ${name} n'a pas été exécuté. ${why} Pour l'autoriser : --allow-tool ${name}, ou --yes.`,
    approvalNotKept: (name) =>
      `L'autorisation de ${name} ne vaut que pour cette fois : elle n'a pas pu être écrite.`,
    definitionChanged: (name) =>
      `Le serveur a changé la définition de ${name} depuis sa dernière exécution ; une option l'a autorisé.`,
    argumentUnknown: (name, near) =>
      `Le schéma de l'outil n'a pas de « ${name} »${
        near ? ` (proches : ${near})` : ""
      } ; il est envoyé tout de même.`,
    answerStopped: "Arrêté.",
    forgotten:
      "La conversation est longue : ses plus anciennes questions et réponses ne sont plus envoyées au modèle.",
  },
  conversation: {
    prompt: "vous> ",
    welcome: "Posez vos questions. /help dit ce qui peut être tapé d'autre ; Ctrl-D quitte.",
    howToLeave: "Ctrl-D ou /quit quitte.",
    help: `/tools  les outils dont le modèle peut se servir
/usage  questions, tours et jetons jusqu'ici
/quit   quitte, comme Ctrl-D
Ctrl-C arrête la réponse ou l'appel d'outil en cours. Tout le reste est une question.`,
    usage: (questions, rounds, tokens) =>
      `Questions : ${questions}. Tours avec le modèle : ${rounds}. Jetons : ${
        tokens ?? "le point d'accès ne le dit pas"
      }.`,
    unknownCommand: (text) => `${text} n'existe pas ; /help dit ce qu'il y a.`,
  },
  approval: {
    asks: (tool, server) => `L'outil ${tool} de ${server} peut-il s'exécuter avec ces arguments ?`,
    reasons: {
      changed: "Le serveur a changé la définition de l'outil depuis sa dernière exécution.",
      destructive: "Le serveur le dit destructeur.",
      unmarked: "Le serveur ne le dit pas en lecture seule.",
    },
    choices: "o oui, t toujours pour cet outil, les prochaines fois aussi, n non (une ligne vide vaut non)",
    yes: ["o", "oui"],
    always: ["t", "toujours"],
    no: ["n", "non"],
    more: (characters) => `… (encore ${characters} caractères)`,
    moreLines: (lines) => `… (encore ${lines} lignes)`,
  },
  rewrites: {
    "no$schema": "$schema retiré, certains points d'accès le refusent",
    "properties": "properties ajouté, certains points d'accès l'exigent",
    "items": "items ajouté aux tableaux, certains points d'accès l'exigent",
    "type": "type mis à object, le seul que des arguments puissent avoir",
    "noRemote$ref": "un $ref vers un autre document retiré, rien n'est téléchargé pour lui",
  },
  usage: {
    tokens: (read, written) => `Consommation : ${read} jetons lus, ${written} écrits`,
    noTokens: "Consommation : jetons non communiqués",
    times: (rounds, ms, toolMs) =>
      `modèle interrogé ${rounds} fois, ${ms} ms en tout, ${toolMs} ms dans les outils`,
    firstWord: (ms) => `premier mot après ${ms} ms`,
    backend: (said) => `Le point d'accès dit de lui-même : ${said}`,
  },
  tools: { none: "Il n'y a aucun outil." },
  models: {
    marked: "* est celui qu'on interroge à défaut ; --model ou DEFAULT_MODEL en nomme un autre.",
    absent: (model) =>
      `« ${model} », qui serait interrogé, n'en fait pas partie ; nommez-en un autre par --model ou DEFAULT_MODEL.`,
  },
  form: {
    asks: (server, message) => `Le serveur MCP ${server} demande : ${message}`,
    hint:
      "Une ligne vide prend la valeur par défaut, ou omet. /decline refuse de répondre, /cancel abandonne.",
    field: (label, format, isRequired, fallback) =>
      `${label} (${format}${isRequired ? ", obligatoire" : ""}${fallback ? `, défaut : ${fallback}` : ""})`,
    kinds: {
      string: "texte",
      number: "nombre",
      integer: "nombre entier",
      boolean: "oui ou non",
      choice: "un de ceux-ci",
      choices: "plusieurs de ceux-ci, séparés par des virgules",
    },
    problems: {
      required: () => "C'est obligatoire.",
      number: () => "Ce n'est pas un nombre.",
      integer: () => "Ce n'est pas un nombre entier.",
      boolean: () => "Répondez oui ou non.",
      choice: () => "Ce n'est pas dans la liste.",
      format: (format) => `Ce n'est pas au format ${format}.`,
      tooSmall: (limit) => `Trop court, trop petit ou trop peu : au moins ${limit}.`,
      tooLarge: (limit) => `Trop long, trop grand ou trop : au plus ${limit}.`,
    },
    review: "Entrée envoie ceci ; /edit recommence, /decline refuse, /cancel abandonne.",
    declinedNoTerminal: "Refusé : il n'y a pas de terminal où répondre.",
    declinedUrl: "Refusé : mcpdemo n'ouvre pas de page web pour un serveur.",
  },
};
