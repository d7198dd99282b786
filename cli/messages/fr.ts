/** Tout ce que mcpdemo dit à une personne, en français. */
import { originIn, quirkIn, rewritesIn, ruleIn } from "./finding_words.ts";
import type { Messages } from "./messages.ts";

/** The messages in French. */
export const fr: Messages = {
  language: "fr",
  help: {
    program: "Un serveur MCP sur HTTP, un hôte dont le modèle s’en sert, et l’explication de chaque message.",
    commands: {
      serve: "Lancer le serveur MCP : trois ères de MCP sur HTTP, sur un seul port.",
      ask: "Poser une question, à laquelle un modèle répond avec les outils d’un serveur MCP.",
      tools: "Lister les outils d’un serveur MCP.",
      call: "Appeler un outil d’un serveur MCP, sans modèle.",
      trace: "Montrer une exécution enregistrée (--trace FICHIER.jsonl), ou l’écrire dans un autre format.",
      models: "Lister les modèles qu’offre le point d’accès du modèle.",
      model: "Servir le modèle hors ligne comme point d’accès compatible OpenAI, avec les défauts de vrais.",
      health: "Vérifier qu’un serveur MCP est en marche.",
      doctor: "Examiner réglages, serveur et modèle, dire ce qui ne va pas et quoi faire.",
      keys: "Créer, lister, remplacer, révoquer et vérifier des clés pour serve --keys-file.",
      help: "Afficher une page de la documentation, ou lister les pages.",
      completions: "Afficher un script qui complète commandes et options dans votre shell.",
    },
    arguments: {
      question:
        "la question, ou - pour la lire sur stdin ; par défaut l’entrée redirigée, ou sur un terminal une question de démonstration",
      name: "le nom de l’outil",
      arguments:
        "les arguments de l’outil, clé=valeur, lus selon son schéma ; clé:=JSON accepte toute valeur",
      file: "un fichier .jsonl écrit par ask --trace",
      action: "new, list, rotate, revoke ou check",
      key: "avec rotate et revoke : le nom ou l’identifiant de la clé",
      topic: "une page ou une commande ; par défaut la liste des pages",
      shell: "bash, zsh ou fish",
    },
    placeholders: {
      address: "adresse",
      arguments: "arguments",
      command: "commande",
      era: "ère",
      file: "fichier",
      format: "format",
      key: "clé",
      limit: "limite",
      language: "langue",
      name: "nom",
      number: "nombre",
      origin: "origine",
      scope: "portée",
      seconds: "secondes",
      time: "durée",
      topic: "sujet",
      view: "vue",
      zone: "fuseau",
    },
    showHelp: "afficher cette aide",
    showVersion: "afficher la version ; avec --verbose, aussi la compilation",
    versionFacts: { commit: "commit ", built: "compilé ", runtime: "moteur ", system: "système " },
    defaultIs: (value) => `par défaut : ${value}`,
    variable: (names) => `variable : ${names}`,
    variableMeaning: (names, meaning) => `${names} : ${meaning}`,
    variableOnly: "Réglages par variable uniquement :",
    listSeparator: " ; ",
    titles: {
      "Usage:": "Utilisation :",
      "Options:": "Options :",
      "Arguments:": "Arguments :",
      "Commands:": "Commandes :",
    },
    limits: "Limites (--limit nom=nombre), avec leurs valeurs par défaut :",
    after: `
Code de retour : 0 répondu, 1 erreur interne, 2 utilisation ou réglages,
3 serveur MCP injoignable, 4 clé refusée, 5 erreur MCP ou d’outil,
6 point d’accès du modèle injoignable ou clé refusée, 7 point d’accès du
modèle en panne ou saturé, 8 pas de réponse après --max-steps requêtes, 9 un appel a été
refusé, 10 une limite a été atteinte, 130 interrompu.`,
  },
  settings: {
    serve: {
      host: "adresse d’écoute : toutes les adresses avec une clé, la boucle locale seule sans clé",
      port: "port d’écoute ; 0 en prend un libre",
      authKeys: "clé que les clients doivent envoyer ; répétable, pour changer de clé",
      authKeyFile: "fichier de clés, une par ligne ; les lignes qui commencent par # sont des commentaires",
      keysFile: "fichier de clés écrit par mcpdemo keys ; relu à chaque changement",
      audit: "fichier qui reçoit une ligne JSON pour chaque appel d’outil et chaque clé refusée",
      auth: "permettre une adresse publique sans clé",
      tlsCert: "certificat avec sa chaîne, en PEM : servir en HTTPS ; relu à chaque changement",
      tlsKey: "clé privée du certificat, en PEM",
      allowOrigins:
        "origine web autorisée à appeler depuis un navigateur, outre la boucle locale ; répétable",
      allowHosts: "nom d’hôte accepté dans les requêtes, outre la boucle locale ; répétable",
      timeZone: "fuseau horaire IANA local (par défaut : celui de la machine)",
      stateKey:
        "clé qui scelle l’état que les clients portent entre deux tours d’un appel ; nécessaire aux réplicas et d’un redémarrage à l’autre (par défaut : aléatoire)",
      wireKeys:
        "clé qui ouvre la vue du réseau, à l’adresse /, à la place des clés du serveur ; même depuis d’autres machines ; répétable",
      limits:
        "limite de ce que les clients peuvent faire retenir au serveur, sous la forme nom=nombre ; répétable",
      labs:
        "défaut à mettre en scène, pour apprendre à le reconnaître ; répétable, ou avec des virgules ; list les montre tous",
      yes: "permettre --lab sur une adresse que d’autres machines peuvent atteindre",
      logFormat:
        "écrire une ligne par requête sur stderr : text, ou json, qui met aussi toute autre ligne en JSON",
      metrics:
        "compter les requêtes et les appels, et servir ces nombres à /metrics, au format de Prometheus",
      workers:
        "fils d’exécution qui répondent, sous Linux ; à plusieurs, ils ne servent que MCP 2026-07-28, sans vue du réseau",
      redis: "Redis par lequel des réplicas derrière une même adresse partagent les sessions",
      drain:
        "avant de s’arrêter, servir ce temps-là pendant que /healthz répond 503, pour que les répartiteurs n’envoient plus rien",
      redisPrefix:
        "début de tous les noms dans Redis : des réplicas qui en ont un différent ne se rencontrent pas",
      wireSize: "échanges que garde la vue du réseau ; 0 la désactive, et le serveur n’enregistre rien",
      debug: "expliquer chaque requête sur stderr à son arrivée",
      debugWire: "la même chose, avec en-têtes et corps",
      language: "langue des messages : en ou fr",
    },
    model: {
      port: "port d’écoute, sur cette machine seule ; 0 en prend un libre",
      quirks:
        "défaut ou bizarrerie à mettre en scène ; répétable, ou avec des virgules ; list les montre tous",
      language: "langue des messages : en ou fr",
    },
    limits: {
      "body-bytes": "octets du corps d’une requête",
      "body-seconds": "secondes pour recevoir le corps d’une requête",
      "json-depth": "niveaux d’imbrication d’un corps",
      "batch-messages": "messages d’un lot, que seule 2025-03-26 connaît",
      "calls-per-key": "appels d’outils simultanés d’une clé",
      "sessions-per-key": "sessions ouvertes d’une clé",
      "sessions": "sessions ouvertes en tout",
      "session-idle-seconds": "secondes avant la fin d’une session sans requête ni flux",
      "keep-alive-seconds": "secondes entre deux commentaires sur un flux silencieux",
      "queued-bytes": "octets en attente du lecteur d’un flux, coupé au-delà",
      "kept-event-characters": "caractères d’événements gardés pour reprendre les flux d’une session",
      "wire-bytes": "octets de mémoire de la vue du réseau",
    },
    keys: {
      keysFile: "fichier qui contient les clés, sous forme d’empreintes",
      name: "nom de la nouvelle clé : qui ou quoi l’utilisera",
      scopes:
        "ce que la nouvelle clé permet : tools:read liste les outils, tools:call les appelle ; répétable ; tout par défaut",
      tools: "outil que la nouvelle clé permet d’utiliser ; répétable ; tous par défaut",
      expires: "durée de validité de la nouvelle clé : 90d, 12h, 30m ; sans fin par défaut",
      overlap: "avec rotate : durée pendant laquelle l’ancienne clé reste valable",
      authKey: "avec check : la clé à vérifier ; par défaut, elle est lue sur stdin",
      json: "imprimer du JSON sur stdout, et rien d’autre",
      language: "langue des messages : en ou fr",
    },
    client: {
      server: "serveur à vérifier",
      servers:
        "serveur MCP, par son URL de base, ou son /mcp ou /sse ; répétable ; un serveur intégré si rien n’est réglé et qu’aucun serveur n’est à l’adresse par défaut",
      config: "fichier de serveurs MCP sous la forme commune mcpServers : url, headers, ${VAR}",
      authKey: "clé du serveur MCP",
      era:
        "ère de MCP sur HTTP : auto, 2026, 2025 ou 2024 ; auto essaie d’abord la plus récente ; ask accepte aussi all, qui les compare",
      apiUrl: "point d’accès du modèle, qui sert l’API chat completions",
      apiKey: "clé du point d’accès du modèle ; sans elle, le modèle hors ligne répond",
      model: "modèle à interroger",
      interactive: "tenir une conversation ; une entrée redirigée est lue comme une question par ligne",
      stream: "recevoir la réponse d’un bloc plutôt que par morceaux",
      reasoning: "montrer le raisonnement du modèle, estompé, sur stderr",
      usage: "montrer jetons, tours et durées à la fin, sur stderr",
      maxSteps: "nombre maximal de requêtes au modèle",
      yes: "exécuter chaque appel d’outil sans demander",
      allowTools: "exécuter cet outil sans demander ; répétable",
      schema: "afficher le schéma JSON des arguments de cet outil",
      input: "les arguments, en un objet JSON ; - les lit sur stdin",
      timeout: "secondes après lesquelles abandonner",
      caFile: "fichier PEM d’autorités de certification à reconnaître en plus des habituelles",
      json: "afficher un seul objet JSON sur stdout, et rien d’autre",
      strict: "finir avec 1 s’il y a des avertissements",
      jsonStream: "afficher un événement JSON par ligne sur stdout, au fur et à mesure",
      debug:
        "expliquer chaque étape sur stderr : ce que mcpdemo envoie, à quel serveur ou modèle, ce qui revient, et pourquoi",
      debugWire: "la même chose, avec en-têtes et corps",
      trace:
        "enregistrer l’exécution dans un fichier, au format de son extension : .jsonl, .har, .mmd (Mermaid), .sh (curl) ou .html",
      as: "format affiché : text, wire (texte avec en-têtes et corps), har, mmd, sh ou html",
      language: "langue des messages : en ou fr",
    },
  },
  reasons: {
    not_json: () => "ce n’est pas du JSON",
    wrong_form: ({ place }) => `il n’a pas la forme attendue à ${place}`,
    no_server: () => "il ne contient aucun serveur avec une url",
    server_url: ({ name }) => `l’url de « ${name} » n’est pas une adresse web`,
    server_header: ({ name }) => `« ${name} » a un en-tête que HTTP ne peut pas porter`,
    server_input: ({ name }) =>
      `il demande à un éditeur de remplir ${name}, et mcpdemo ne remplit que les variables d’environnement`,
    no_certificate: () => "il ne contient aucun certificat au format PEM",
    not_tls: () => "le serveur n’utilise pas TLS : essayez http:// au lieu de https://",
    no_discover: () => "il ne prend pas en charge server/discover",
    other_revisions: ({ revisions }) => `il ne prend en charge que ${revisions}`,
    not_http: () => "autre chose que HTTP y répond, peut-être TLS",
    blocked_port: () =>
      "l’environnement refuse d’envoyer des requêtes à ce port, que les navigateurs bloquent aussi",
    unknown_host: () => "aucune adresse n’est connue pour ce nom d’hôte",
    unknown_authority: () => "son certificat est signé par une autorité que cette machine ne reconnaît pas",
    self_signed_certificate: () => "son certificat est auto-signé : aucune autorité ne l’a signé",
    other_name_certificate: () => "son certificat a été émis pour un autre nom d’hôte",
    expired_certificate: () => "son certificat a expiré",
    early_certificate: () => "son certificat n’est pas encore valable",
    client_certificate: () => "il demande un certificat client, que mcpdemo ne peut pas envoyer",
    stream_ended: () => "son flux d’événements a pris fin sans réponse",
    broken_encoding: () => "le corps n’est pas compressé comme le dit son Content-Encoding",
    broke_off: () => "la connexion s’est terminée avant la fin de la réponse",
    broken_json: ({ text }) => `le corps n’est pas du JSON : ${text}`,
    not_rpc: ({ text }) => `le corps n’est pas une réponse JSON-RPC : ${text}`,
    other_id: ({ id, expected }) => `il a répondu à l’identifiant ${id} au lieu de ${expected}`,
    member: ({ name }) => `le résultat n’a pas de ${name} valable`,
    unknown_revision: ({ revision, revisions }) =>
      `il a répondu avec la révision « ${revision} » ; mcpdemo prend en charge ${revisions}`,
    legacy_call: ({ name }) =>
      `un appel de « ${name} » en function_call, la forme d’avant les appels d’outils`,
    custom_call: ({ name }) =>
      `un appel personnalisé de « ${name} », qui porte un texte à la place d’arguments`,
    nameless_call: () => "un appel sans nom d’outil",
    no_choice: () =>
      "sa réponse ne contient pas de choices (API_URL doit finir là où l’API commence, souvent par /v1)",
    cut_before_answer: () => "le modèle a atteint sa limite de longueur avant d’avoir dit quoi que ce soit",
    only_reasoning: () => "le modèle a raisonné, puis n’a donné aucune réponse",
    empty_answer: () => "sa réponse est vide",
    mcp_server: () => "un serveur MCP y répond",
    web_page: () => "il répond par une page web",
    no_content: () => "sa réponse n’a pas de contenu",
    no_list: () => "sa réponse n’est pas une liste",
    redirects_to_itself: () => "il redirige vers lui-même",
    redirects_nowhere: () => "il redirige sans adresse valable",
    redirects_too_often: () => "il redirige sans cesse",
    other_scheme: () => "du même hôte, mais d’un autre schéma ou port",
    endpoint_invalid: ({ location }) =>
      `son événement endpoint nomme « ${location} », qui n’est pas une adresse`,
    takes_no_post: () => "il n’accepte pas de POST à cet endroit (405)",
    calls_missing: () => "il dit appeler un outil, mais sa réponse ne contient aucun appel",
    ollama_format: () =>
      "sa réponse a le format de l’API propre à Ollama (l’autre API d’Ollama finit par /v1)",
    anthropic_format: () => "sa réponse a le format de l’API Messages d’Anthropic",
    responses_format: () => "sa réponse a le format de l’API Responses d’OpenAI",
    completions_format: () => "sa réponse a le format des complétions de texte",
    malformed_json: () => "sa réponse est du JSON mal formé",
    nested_too_deep: () => "sa réponse est imbriquée trop profondément",
    workers_keys: () =>
      "un fichier de clés, un fichier d’audit, des métriques et un journal des requêtes appartiennent à un seul fil",
    other_key: () => "ce n’est pas la clé privée du certificat",
    not_pem: () => "il ne contient aucun bloc PEM lisible",
    no_file: () => "il n’existe pas",
    file_too_large: () => "il dépasse 8 Mio",
    no_keys: () => "il ne contient aucune clé",
    key_mistyped: () => "sa somme de contrôle est fausse : un caractère manque ou est mal recopié",
    key_unknown: () => "elle n’est pas dans le fichier",
    key_expired: () => "elle a expiré",
    key_revoked: () => "elle a été révoquée",
    workers_system: () => "seul Linux répartit les connexions entre des fils qui partagent un port",
    workers_permission: () => "ce processus ne peut pas lire ses propres modules, que chaque fil charge",
    workers_redis: () => "ses réplicas servent des sessions, ce que les fils ne peuvent pas",
    workers_labs: () => "un défaut de --lab est mis en scène dans un seul fil",
    workers_debug: () => "--debug ne montre que les requêtes d’un seul fil",
  },
  networkFixes: {
    broken_encoding: "vérifiez le serveur, et un éventuel proxy qui compresse les réponses.",
    broke_off: "réessayez ; si cela se répète, voyez le journal du serveur, ou un proxy entre les deux.",
    redirects_to_itself:
      "signalez-le à l’exploitant : aucune autre adresse ne découle d’une telle redirection.",
    redirects_nowhere: "signalez-le à l’exploitant : aucune adresse ne découle d’une telle redirection.",
    redirects_too_often: "signalez-le à l’exploitant : mcpdemo suit au plus trois redirections.",
    not_tls: "écrivez http:// au lieu de https://.",
    not_http: "si le serveur utilise TLS, écrivez https:// au lieu de http:// ; sinon vérifiez le port.",
    blocked_port: "lancez le serveur sur un autre port, par exemple 8000.",
    unknown_host: "vérifiez l’orthographe du nom d’hôte, et le réseau.",
    unknown_authority:
      "reconnaissez l’autorité avec --ca-file FICHIER.pem : le certificat de l’autorité, pas celui du serveur.",
    self_signed_certificate:
      "un certificat auto-signé ne peut pas servir de --ca-file : créez une autorité, signez avec elle le certificat du serveur, et donnez celui de l’autorité avec --ca-file.",
    other_name_certificate: "utilisez le nom d’hôte pour lequel le certificat a été émis.",
    expired_certificate:
      "faites renouveler le certificat du serveur, et vérifiez l’horloge de cette machine.",
    early_certificate: "vérifiez l’horloge de cette machine, et la date de début du certificat.",
    client_certificate: "utilisez une adresse du serveur qui n’en demande pas.",
  },
  statusFixes: {
    402: "payez le service, ou vérifiez l’abonnement du compte : le serveur l’exige.",
    404:
      "vérifiez l’adresse et le chemin : celui d’un serveur MCP est d’ordinaire /mcp, celui d’un serveur plus ancien /sse.",
    405:
      "vérifiez le chemin : ce qui y répond n’accepte pas de POST. Celui d’un serveur MCP est d’ordinaire /mcp, celui d’un serveur plus ancien /sse.",
    406:
      "signalez-le aux développeurs du serveur : il refuse application/json et text/event-stream, que mcpdemo accepte.",
    408: "réessayez : le serveur, ou un proxy placé devant lui, a attendu la requête trop longtemps.",
    410: "demandez la nouvelle adresse à l’exploitant : celle-ci a disparu pour de bon.",
    411: "voyez le proxy placé devant le serveur : il exige un Content-Length, que mcpdemo envoie.",
    413: "envoyez moins : le serveur, ou un proxy placé devant lui, limite la taille d’une requête.",
    414: "utilisez une adresse plus courte.",
    415: "vérifiez le chemin : ce qui y répond n’accepte pas de JSON.",
    421:
      "vérifiez le nom d’hôte : la machine qui répond n’est pas celle de ce nom, comme après un changement de DNS ou derrière un proxy qui partage ses connexions.",
    425: "réessayez : le serveur refuse une requête aussi tôt dans la négociation TLS.",
    426:
      "utilisez le protocole que le serveur demande, par exemple https:// au lieu de http:// ; MCP sur WebSocket n’est pas MCP sur HTTP.",
    428: "signalez-le à l’exploitant : un proxy placé devant le serveur exige une condition que MCP n’a pas.",
    431:
      "envoyez des en-têtes moins nombreux ou plus courts : une clé de --config est peut-être trop longue pour le serveur.",
    451: "la loi interdit au serveur de répondre à cette machine, par exemple à cause de son pays.",
    499: "réessayez : un proxy placé devant le serveur a abandonné la requête.",
    500: "voyez le journal du serveur ; --debug montre ce que mcpdemo a envoyé.",
    501: "vérifiez le chemin : ce qui y répond ne connaît pas POST.",
    502:
      "voyez le proxy placé devant le serveur : il n’a pas pu joindre le serveur, ou n’en a pas reçu de réponse valable.",
    503:
      "attendez un instant et réessayez : le serveur, ou un proxy placé devant lui, se dit indisponible pour le moment.",
    504: "voyez le serveur derrière le proxy : il n’a pas répondu dans le délai du proxy.",
    505: "voyez le proxy placé devant le serveur : il ne prend pas en charge la version de HTTP.",
    507: "libérez de la place sur le disque du serveur, ou demandez-le à son exploitant.",
    508: "voyez les proxys placés devant le serveur : ils font tourner la requête en rond.",
    511: "connectez-vous au réseau de cette machine, par exemple sur la page du Wi-Fi d’un hôtel.",
    520: "voyez le serveur derrière Cloudflare : il a donné à Cloudflare une réponse non valable.",
    521: "lancez le serveur derrière Cloudflare : il refuse les connexions de Cloudflare.",
    522: "voyez le serveur derrière Cloudflare : il n’accepte pas à temps les connexions de Cloudflare.",
    523: "voyez le serveur derrière Cloudflare : Cloudflare ne trouve pas de chemin vers son adresse.",
    524: "voyez le serveur derrière Cloudflare : il n’a pas répondu dans le délai de Cloudflare.",
    525: "voyez le TLS du serveur derrière Cloudflare : sa négociation a échoué.",
    526: "voyez le certificat du serveur derrière Cloudflare : il n’est pas valable.",
    530: "voyez le nom du serveur chez Cloudflare : il ne mène à aucun serveur.",
  },
  errorLine: (code, status, title) => `Erreur ${code} (code de retour ${status}) : ${title}`,
  linesDropped: (count) =>
    count === 1
      ? "… (1 ligne abandonnée : aucun programme ne la lisait)"
      : `… (${count} lignes abandonnées : aucun programme ne les lisait)`,
  fixLine: (fix) => `Que faire : ${fix}`,
  errors: {
    internal: ({ detail }) => ({
      title: `mcpdemo a échoué sur une erreur interne : ${detail}.`,
      fix: "relancez la commande avec --debug, et signalez ce qui s’affiche.",
    }),
    answer_lost: ({ detail }) => ({
      title: `mcpdemo n’a pas pu écrire la réponse sur stdout : ${detail}.`,
      fix: "vérifiez où va stdout (un disque plein, un tube fermé), et redemandez.",
    }),
    unknown_flag: ({ flag, nearest, command, argument }) => ({
      title: `L’option ${flag} n’existe pas.`,
      fix: (argument ? `l’argument d’un outil s’écrit sans tirets : ${argument}. ` : "") +
        (nearest ? `vouliez-vous dire ${nearest} ? ` : "") +
        `« mcpdemo ${command ? `${command} ` : ""}--help » les liste toutes.`,
    }),
    unknown_command: ({ name, nearest }) => ({
      title: `La commande « ${name} » n’existe pas.`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") + "« mcpdemo --help » les liste toutes.",
    }),
    usage: ({ detail }) => ({
      title: `mcpdemo ne peut pas lire la ligne de commande : ${detail}.`,
      fix: "voyez « mcpdemo --help ».",
    }),
    bad_value: ({ name, value, takes, unit }) => ({
      title: `${name} ne peut pas valoir « ${value} ».`,
      fix: takes
        ? `donnez à ${name} une de ces valeurs : ${takes}${unit ? " secondes" : ""}.`
        : `voyez ce que ${name} accepte avec --help.`,
    }),
    bad_url: ({ name, value }) => ({
      title: `${name} n’est pas une adresse web : « ${value} ».`,
      fix: "écrivez l’adresse entière, par exemple http://localhost:8000.",
    }),
    env_file_unreadable: ({ path }) => ({
      title: `mcpdemo ne peut pas lire le fichier ${path}, qui existe.`,
      fix: "rendez le fichier lisible, ou déplacez-le.",
    }),
    trace_format: ({ path, formats }) => ({
      title: `L’extension de ${path} n’est pas un format de trace.`,
      fix: `utilisez une de ces extensions : ${formats}.`,
    }),
    trace_unwritable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas écrire le fichier ${path} : ${detail}.`,
      fix: "vérifiez le dossier et ses droits.",
    }),
    trace_exists: ({ path }) => ({
      title: `Le fichier ${path} existe, et un enregistrement ne l’écrase pas.`,
      fix: "supprimez le fichier, ou donnez un autre nom à --trace.",
    }),
    trace_unreadable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas lire le fichier ${path} : ${detail}.`,
      fix: "enregistrez d’abord une exécution : mcpdemo ask --trace run.jsonl quelle heure est-il.",
    }),
    invalid_trace_file: ({ path, line }) => ({
      title: `La ligne ${line} de ${path} n’est pas un échange enregistré.`,
      fix: "donnez un fichier .jsonl écrit par ask --trace.",
    }),
    empty_question: () => ({
      title: "La question est vide.",
      fix: "écrivez-la après ask, ou envoyez-la sur stdin : echo quelle heure est-il | mcpdemo ask.",
    }),
    conflicting_flags: ({ flag, other }) => ({
      title: `${flag} et ${other} ne peuvent pas être utilisés ensemble.`,
      fix: "retirez l’un des deux.",
    }),
    multiple_keys: () => ({
      title: "Plusieurs clés MCP ont été données, mais un client n’en envoie qu’une.",
      fix:
        "donnez une seule clé ; si chaque serveur a la sienne, listez les serveurs dans un fichier et utilisez --config.",
    }),
    value_missing: ({ flag }) => ({
      title: `${flag} demande une valeur.`,
      fix: `écrivez-la après l’option : ${flag} VALEUR.`,
    }),
    argument_missing: ({ command, name }) => ({
      title: `« mcpdemo ${command} » demande un argument : ${name}.`,
      fix: `voyez « mcpdemo ${command} --help ».`,
    }),
    arguments_extra: ({ command }) => ({
      title: `« mcpdemo ${command} » a reçu plus d’arguments qu’il n’en accepte.`,
      fix: `voyez « mcpdemo ${command} --help ».`,
    }),
    key_empty: () => ({
      title: "La clé MCP est définie mais vide.",
      fix: "donnez une valeur à --auth-key (ou MCP_SERVER_AUTH_KEY), ou ne la définissez pas.",
    }),
    key_unsendable: () => ({
      title: "La clé MCP contient un caractère qu’aucun en-tête HTTP ne peut porter.",
      fix: "utilisez des lettres, chiffres et signes ASCII, sans espace ni virgule.",
    }),
    key_is_flag: () => ({
      title: "--auth-key est suivi d’une autre option au lieu d’une clé.",
      fix: "écrivez la clé après --auth-key, et vérifiez qu’aucune variable n’était vide.",
    }),
    key_and_no_auth: () => ({
      title: "Une clé et --no-auth ont été donnés tous les deux.",
      fix: "retirez l’un des deux ; la clé peut aussi venir de MCP_SERVER_AUTH_KEY ou de .env.",
    }),
    bad_host: ({ name, value }) => ({
      title: `${name} n’est ni une adresse ni un nom d’hôte : « ${value} ».`,
      fix: "écrivez-la sans protocole ni port, par exemple 127.0.0.1 ou ::1 ; --port règle le port.",
    }),
    bad_time_zone: ({ name, near }) => ({
      title: `Le fuseau horaire « ${name} » n’existe pas.`,
      fix: `utilisez un nom IANA, comme les plus proches : ${near}.`,
    }),
    workers_unavailable: ({ detail, reason }) => ({
      title: `serve ne peut pas utiliser plusieurs fils d’exécution : ${detail}.`,
      fix: {
        workers_permission: "utilisez le binaire, ou : deno task mcpdemo serve --workers 2",
        workers_debug: "retirez --debug ou --workers.",
      }[reason as string] ?? "retirez --workers, ou lancez plusieurs serveurs derrière un proxy.",
    }),
    public_without_key: ({ host }) => ({
      title: `Sans clé, mcpdemo n’écoute pas sur ${host}, où d’autres machines pourraient l’atteindre.`,
      fix:
        "donnez une clé (--auth-key) ou une adresse de boucle locale, ou ajoutez --no-auth pour vous passer de clé à dessein.",
    }),
    keys_file_unreadable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas lire le fichier de clés ${path} : ${detail}.`,
      fix: "vérifiez le chemin, ou créez le fichier : mcpdemo keys new --name alice --keys-file keys.json",
    }),
    keys_file_broken: ({ path, detail }) => ({
      title: `Le fichier de clés ${path} n’est pas valide : ${detail}.`,
      fix: "restaurez-le ; seule la commande « mcpdemo keys » devrait l’écrire.",
    }),
    keys_file_unwritable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas écrire le fichier de clés ${path} : ${detail}.`,
      fix: "vérifiez le dossier et ses droits ; le fichier n’a pas changé.",
    }),
    keys_file_locked: ({ path }) => ({
      title: `Un autre processus modifie le fichier de clés ${path} depuis 5 s.`,
      fix: "réessayez quand il aura fini.",
    }),
    key_name_taken: ({ name, path }) => ({
      title: `Une clé valide nommée « ${name} » existe dans ${path}.`,
      fix: `remplacez-la avec « mcpdemo keys rotate ${name} », ou choisissez un autre nom.`,
    }),
    bad_key_name: ({ name }) => ({
      title: `« ${name} » ne peut pas être le nom d’une clé.`,
      fix:
        "utilisez jusqu’à 64 lettres minuscules, chiffres, « . », « _ » et « - », en commençant par une lettre ou un chiffre ; ni « anonymous », ni un nom qui commence par « key- ».",
    }),
    no_such_key: ({ name, path, nearest }) => ({
      title: `Aucune clé valide de ${path} n’a « ${name} » pour identifiant ou pour nom.`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") +
        "« mcpdemo keys list » les montre toutes.",
    }),
    unknown_action: ({ name, near, nearest }) => ({
      title: `« mcpdemo keys » ne sait pas faire « ${name} ».`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") + `La commande accepte ${near}.`,
    }),
    flag_missing: ({ command, flag }) => ({
      title: `« mcpdemo${command ? ` ${command}` : ""} » a besoin de ${flag}.`,
      fix: `voyez « mcpdemo ${command ? `${command.split(" ")[0]} ` : ""}--help ».`,
    }),
    unknown_lab: ({ name, nearest }) => ({
      title: `Le laboratoire « ${name} » n’existe pas.`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") +
        "« mcpdemo serve --lab list » les montre tous.",
    }),
    public_lab: ({ host }) => ({
      title:
        `Avec --lab, le serveur est cassé exprès, et il écouterait sur ${host}, que d’autres machines peuvent atteindre.`,
      fix: "retirez --host, ou ajoutez --yes.",
    }),
    unknown_quirk: ({ name, nearest }) => ({
      title: `Le défaut « ${name} » n’existe pas.`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") +
        "« mcpdemo model --quirk list » les montre tous.",
    }),
    key_not_accepted: ({ path, detail }) => ({
      title: `Un serveur avec le fichier de clés ${path} refuserait cette clé : ${detail}.`,
      fix: "recopiez la clé, ou demandez-en une autre : « mcpdemo keys new ».",
    }),
    tls_unusable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas utiliser ${path} pour TLS : ${detail}.`,
      fix:
        "donnez à --tls-cert le certificat avec sa chaîne, et à --tls-key sa clé privée, tous deux en PEM et sans mot de passe.",
    }),
    audit_unwritable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas écrire le fichier d’audit ${path} : ${detail}.`,
      fix: "vérifiez le dossier et ses droits.",
    }),
    port_taken: ({ host, port }) => ({
      title: `Un autre programme occupe le port ${port} de ${host}.`,
      fix: `arrêtez ce programme, ou prenez un autre port : --port ${
        Number(port) < 65_535 ? Number(port) + 1 : 8000
      }, ou --port 0 pour un port libre.`,
    }),
    cannot_listen: ({ host, port, detail }) => ({
      title: `mcpdemo ne peut pas écouter sur ${host}, port ${port} : ${detail}.`,
      fix: "vérifiez --host et --port : l’adresse doit appartenir à cette machine.",
    }),
    redis_unreachable: ({ host, detail }) => ({
      title: `Redis à l’adresse ${host} est inutilisable : ${detail}.`,
      fix:
        "vérifiez --redis : l’adresse, le nom d’utilisateur et le mot de passe, et rediss:// s’il utilise TLS.",
    }),
    no_such_tool: ({ name, near }) => ({
      title: `Le serveur n’a pas d’outil « ${name} ».`,
      fix: `${
        near ? `vouliez-vous dire l’un de ceux-ci : ${near} ? ` : ""
      }« mcpdemo tools » liste ses outils.`,
    }),
    argument_form: ({ value }) => ({
      title: `L’argument « ${value} » n’a pas la forme clé=valeur.`,
      fix: "écrivez clé=valeur ou clé:=JSON, ou donnez tous les arguments avec --input.",
    }),
    argument_value: ({ name, value, type }) => ({
      title: `${name} ne peut pas valoir « ${value} » : son type est ${type}.`,
      fix: "voyez le schéma de l’outil : « mcpdemo tools --schema NOM ».",
    }),
    unknown_shell: ({ name }) => ({
      title: `mcpdemo n’a pas de complétion pour le shell « ${name} ».`,
      fix: "utilisez bash, zsh ou fish.",
    }),
    unknown_topic: ({ name, nearest }) => ({
      title: `Il n’y a pas de page « ${name} ».`,
      fix: (nearest ? `vouliez-vous dire « ${nearest} » ? ` : "") + "« mcpdemo help » les liste toutes.",
    }),
    mcp_unreachable: ({ url, detail, reason }) => ({
      title: `mcpdemo n’a pas pu se connecter à un serveur MCP à ${url}${detail ? ` (${detail})` : ""}.`,
      fix: (reason && fr.networkFixes[reason]) ??
        "démarrez un serveur (« mcpdemo serve »), ou vérifiez l’adresse dans --server ou MCP_SERVER_URL.",
    }),
    mcp_silent: ({ url, detail, reason }) => ({
      title: `mcpdemo n’a reçu aucune réponse HTTP de ${url}${detail ? ` (${detail})` : ""}.`,
      fix: (reason && fr.networkFixes[reason]) ??
        "vérifiez qu’un serveur HTTP occupe ce port (avec TLS, il faut https://), et qu’aucun proxy n’est entre les deux.",
    }),
    mcp_timeout: ({ url, seconds, method }) => ({
      title: `mcpdemo a attendu ${seconds} s que ${url} réponde à ${method}, et aucune réponse n’est venue.`,
      fix: `accordez plus de temps avec --timeout, ou regardez ce que fait le serveur${
        method === "GET" ? " ; un proxy peut retenir son flux (nginx : proxy_buffering off)" : ""
      }.`,
    }),
    mcp_proxy_key: ({ url, detail }) => ({
      title: `Un proxy sur le chemin de ${url} exige ses propres identifiants (407).${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix:
        "mettez-les dans HTTPS_PROXY ou HTTP_PROXY (http://USER:PASSWORD@HOST:PORT), ou ajoutez le serveur à NO_PROXY.",
    }),
    mcp_key_missing: ({ url, detail, config, type }) => ({
      title: `Le serveur MCP à ${url} exige une clé (401), et aucune n’a été envoyée.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: type
        ? `il demande des identifiants d’une autre sorte qu’une clé bearer (${type}) : écrivez l’en-tête entier qu’il attend, par exemple Authorization, ${
          config ? `dans les headers de ce serveur dans ${config}` : "dans un fichier pour --config"
        }.`
        : config
        ? `dans ${config}, ajoutez aux headers de ce serveur un en-tête Authorization : Bearer et la clé.`
        : "définissez MCP_SERVER_AUTH_KEY, ou utilisez --auth-key.",
    }),
    mcp_key_refused: ({ url, detail, config, status, scope, metadata, type }) => ({
      title: `Le serveur MCP à ${url} a refusé la clé (${status}).${detail ? ` Il dit : ${detail}` : ""}`,
      fix:
        (scope
          ? `utilisez une clé ou un jeton qui a la portée ${scope}${config ? ` dans ${config}` : ""}.`
          : type
          ? `il demande des identifiants d’une autre sorte qu’une clé bearer (${type}) : écrivez l’en-tête entier qu’il attend, par exemple Authorization, ${
            config ? `dans les headers de ce serveur dans ${config}` : "dans un fichier pour --config"
          }.`
          : `vérifiez ${
            config ? `les headers de ce serveur dans ${config}` : "MCP_SERVER_AUTH_KEY ou --auth-key"
          } : la clé peut être fausse, expirée ou révoquée.`) +
        (metadata ? ` Le serveur propose aussi OAuth, décrit à ${metadata}.` : ""),
    }),
    mcp_forbidden: ({ url, detail, config }) => ({
      title: `Le serveur MCP à ${url} interdit l’accès (403) ; aucune clé n’a été envoyée.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: `si le serveur a des clés, ${
        config
          ? `ajoutez pour lui un en-tête Authorization dans ${config}`
          : "définissez MCP_SERVER_AUTH_KEY ou utilisez --auth-key"
      } ; sinon, quelque chose placé devant lui, comme un pare-feu, refuse cette machine.`,
    }),
    mcp_oauth_required: ({ url, detail, metadata }) => ({
      title: `Le serveur MCP à ${url} exige une connexion OAuth (401), décrite à ${metadata}.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix:
        "mcpdemo ne sait pas se connecter ainsi ; obtenez ailleurs un jeton d’accès, et passez-le avec --auth-key ou MCP_SERVER_AUTH_KEY.",
    }),
    not_an_mcp_server: ({ url, detail, reason, status = "" }) => ({
      title: `Le serveur à ${url} a répondu, mais pas comme un serveur MCP : ${detail}.`,
      fix: (reason && fr.networkFixes[reason]) ?? fr.statusFixes[status] ??
        "vérifiez l’adresse et le chemin : le chemin d’un serveur MCP est d’ordinaire /mcp, celui d’un ancien /sse.",
    }),
    unsupported_era: ({ url, era, detail }) => ({
      title: `Le serveur MCP à ${url} ne prend pas en charge l’ère ${era} : ${detail}.`,
      fix: "retirez --era : mcpdemo trouve alors l’ère lui-même.",
    }),
    mcp_error: ({ url, detail, reason, status = "" }) => ({
      title: `Le serveur MCP à ${url} a répondu par une erreur : ${detail}.`,
      fix: (reason && fr.networkFixes[reason]) ?? fr.statusFixes[status] ??
        "regardez le journal du serveur ; voyez ce que mcpdemo a envoyé avec --debug.",
    }),
    mcp_busy: ({ url, detail, seconds }) => ({
      title: `Le serveur MCP à ${url} a refusé la requête pour l’instant (429).${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: seconds
        ? `attendez ${seconds} s, comme il le demande, et réessayez.`
        : "attendez un moment, et réessayez.",
    }),
    mcp_moved: ({ url, location, status }) => ({
      title: `Le serveur MCP à ${url} se trouve maintenant à ${location} (${status}).`,
      fix: /log-?in|sign-?in|\bsso\b|\bauth/i.test(location ?? "")
        ? `cela ressemble à une page de connexion, pour navigateurs : demandez à l’exploitant comment les programmes atteignent le serveur ; si c’est la bonne adresse : --server ${location}`
        : `utilisez cette adresse : --server ${location}`,
    }),
    mcp_handshake_refused: ({ url, detail, status }) => ({
      title: `Le serveur MCP à ${url} a refusé la négociation (initialize${
        status ? `, HTTP ${status}` : ""
      }) : ${detail}.`,
      fix: "faites ce que demande le message du serveur ; son journal peut en dire plus.",
    }),
    mcp_invalid_answer: ({ url, method, detail }) => ({
      title: `Le serveur MCP à ${url} a répondu à ${method}, mais pas comme MCP l’exige : ${detail}.`,
      fix: "signalez-le aux développeurs du serveur ; voyez sa réponse entière avec --debug=wire.",
    }),
    ca_file_unreadable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas utiliser le fichier ${path} comme autorités de certification : ${detail}.`,
      fix: "donnez un fichier PEM : un fichier texte avec un ou plusieurs blocs BEGIN CERTIFICATE.",
    }),
    config_unreadable: ({ path, detail }) => ({
      title: `mcpdemo ne peut pas utiliser la configuration ${path} : ${detail}.`,
      fix: "donnez un fichier JSON dont l’objet mcpServers énumère des serveurs, chacun avec son url.",
    }),
    approvals_unreadable: ({ path }) => ({
      title: `mcpdemo ne peut pas lire le fichier ${path}, qui énumère les outils que vous avez autorisés.`,
      fix: "réparez le fichier, ou déplacez-le : chaque outil comptera alors comme nouveau.",
    }),
    config_variable: ({ path, name }) => ({
      title: `Le fichier ${path} utilise la variable ${name}, qui n’est pas définie.`,
      fix: `définissez ${name}, ou écrivez \${${name}:-valeur par défaut}.`,
    }),
    tool_error: ({ name, detail, state }) => ({
      title: state
        ? `L’appel de ${name} n’a pas reçu de réponse de l’outil : ${detail}`
        : `L’outil ${name} a répondu par une erreur : ${detail}`,
      fix: state
        ? "voyez l’échange avec --debug ; si l’appel a pu avoir un effet, vérifiez-le avant de le répéter."
        : `lisez l’erreur, et comparez les arguments à « mcpdemo tools --schema ${name} ».`,
    }),
    redirect_refused: ({ url, location }) => ({
      title:
        `Le serveur à ${url} redirige vers ${location}, une autre origine ; mcpdemo n’y envoie pas la clé.`,
      fix: "si c’est le bon serveur, donnez son adresse par --server.",
    }),
    endpoint_refused: ({ url, location, reason }) => ({
      title:
        `Le serveur à ${url} demande d’envoyer les messages à ${location}, une autre origine ; mcpdemo n’y envoie rien.`,
      fix: reason === "other_scheme"
        ? "donnez au serveur son adresse publique, ou faites transmettre X-Forwarded-Proto et Host par le proxy placé devant lui : le serveur semble ne pas les connaître."
        : "si c’est le bon serveur, donnez son adresse par --server.",
    }),
    mcp_messages_refused: ({ url, location, detail }) => ({
      title:
        `Le serveur MCP à ${url} a nommé ${location} dans son événement endpoint comme adresse des messages, et cette adresse a répondu : ${detail}.`,
      fix:
        "si un proxy placé devant le serveur ajoute une partie au chemin, dites-le au serveur (son adresse publique ou son chemin racine), ou faites transmettre aussi cette adresse par le proxy.",
    }),
    mcp_session_refused: ({ url, detail }) => ({
      title: `Le serveur MCP à ${url} ne connaît pas la session qu’il vient d’ouvrir : ${detail}.`,
      fix:
        "si plusieurs réplicas servent cette adresse, donnez-leur un stockage commun des sessions, ou dirigez chaque session vers un seul d’entre eux.",
    }),
    mcp_sends_too_much: ({ url, most }) => ({
      title:
        `Le serveur MCP à ${url} a envoyé plus de ${most} en une seule réponse ; mcpdemo ne lit pas la suite.`,
      fix: "demandez-en moins à la fois, ou adressez-vous à un serveur de confiance.",
    }),
    mcp_lists_too_many_pages: ({ url, most }) => ({
      title: `Le serveur MCP à ${url} énumère ses outils sur plus de ${most} pages.`,
      fix:
        "prévenez son exploitant, car la liste ne finit peut-être jamais, ou adressez-vous à un serveur de confiance.",
    }),
    mcp_lists_too_many_tools: ({ url, most }) => ({
      title: `Le serveur MCP à ${url} a plus de ${most} outils, trop pour un modèle.`,
      fix: "prenez un serveur qui a moins d’outils, ou une de ses adresses qui n’en offre qu’une partie.",
    }),
    mcp_lists_too_much: ({ url, most }) => ({
      title: `Les définitions d’outils du serveur MCP à ${url} dépassent ${most}, trop pour un modèle.`,
      fix: "prenez un serveur qui a moins d’outils, ou une de ses adresses qui n’en offre qu’une partie.",
    }),
    mcp_nests_too_deep: ({ url, most }) => ({
      title: `Le serveur MCP à ${url} a envoyé des données imbriquées sur plus de ${most} niveaux.`,
      fix: "prévenez l’exploitant du serveur, ou adressez-vous à un serveur de confiance.",
    }),
    mcp_asks_too_much: ({ url, most }) => ({
      title: `Le serveur MCP à ${url} a posé plus de ${most} questions pendant un seul appel.`,
      fix: "prévenez l’exploitant du serveur, ou adressez-vous à un serveur de confiance.",
    }),
    model_sends_too_much: ({ url, most }) => ({
      title:
        `Le point d’accès du modèle à ${url} a envoyé plus de ${most} en une seule réponse ; mcpdemo ne lit pas la suite.`,
      fix: "vérifiez API_URL, prévenez l’exploitant du point d’accès, ou prenez-en un de confiance.",
    }),
    model_unreachable: ({ url, detail }) => ({
      title: `mcpdemo n’a pas pu atteindre le point d’accès du modèle à ${url}${
        detail ? ` (${detail})` : ""
      }.`,
      fix: "vérifiez API_URL et le réseau ; sans API_KEY ni API_URL, le modèle hors ligne répond.",
    }),
    model_key_missing: ({ url, detail }) => ({
      title: `Le point d’accès du modèle à ${url} exige une clé, et API_KEY n’est pas définie.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: "donnez à API_KEY la clé que vous a remise l’exploitant du point d’accès.",
    }),
    model_forbidden: ({ url, detail }) => ({
      title: `Le point d’accès du modèle à ${url} interdit la requête (403).${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix:
        "demandez à son exploitant ce que permet API_KEY ; un fournisseur ou un pare-feu peut aussi refuser un modèle, un pays ou un réseau.",
    }),
    model_key_unsendable: () => ({
      title:
        "API_KEY contient un caractère qu’aucun en-tête HTTP ne peut porter, comme un guillemet courbe ou une fin de ligne.",
      fix: "copiez la clé de nouveau, sans guillemets ni fin de ligne.",
    }),
    model_redirects: ({ url, location }) => ({
      title:
        `Le point d’accès du modèle à ${url} redirige vers ${location} ; mcpdemo n’y envoie pas la question.`,
      fix: `si c’est le bon point d’accès, donnez ${location} à API_URL ou à --api-url.`,
    }),
    model_wrong_address: ({ url, detail }) => ({
      title: `L’adresse ${url} ne semble pas celle d’un point d’accès de modèle : ${detail}.`,
      fix:
        "donnez à API_URL la base d’une API chat-completions, qui finit souvent par /v1 ; l’adresse d’un serveur MCP se donne par --server.",
    }),
    model_key_refused: ({ url, detail }) => ({
      title: `Le point d’accès du modèle à ${url} a refusé la clé.${detail ? ` Il dit : ${detail}` : ""}`,
      fix: "vérifiez API_KEY : le point d’accès doit connaître cette clé.",
    }),
    model_not_found: ({ url, model, detail, nearest }) => ({
      title: `Le point d’accès du modèle à ${url} ne connaît pas le modèle « ${model} »${
        nearest ? "" : ", ou API_URL n’est pas la base de son API"
      }.${detail ? ` Il dit : ${detail}` : ""}`,
      fix: nearest
        ? `choisissez un modèle qu’il offre par --model ou DEFAULT_MODEL : ${nearest} ; « mcpdemo models » les liste tous.`
        : "vérifiez DEFAULT_MODEL ou --model, et qu’API_URL finit là où l’API commence (souvent par /v1).",
    }),
    model_rate_limited: ({ url, detail, seconds }) => ({
      title: `Le point d’accès du modèle à ${url} limite les requêtes (429).${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: seconds
        ? `attendez ${seconds} s, comme le point d’accès le demande, et reposez la question.`
        : "attendez un instant et reposez la question.",
    }),
    model_quota: ({ url, detail }) => ({
      title: `Le quota ou le crédit de la clé est épuisé au point d’accès du modèle ${url}.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix:
        "vérifiez l’abonnement et la facturation du compte chez le fournisseur ; attendre un instant n’y change rien.",
    }),
    model_context_exceeded: ({ url, model, detail }) => ({
      title: `La question et les outils sont trop longs pour le contexte du modèle « ${model} » à ${url}.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix:
        "raccourcissez la question, connectez moins de serveurs (chaque outil prend de la place) ou demandez de plus petits résultats ; ou prenez un modèle au contexte plus grand.",
    }),
    model_failing: (data) => ({
      title: `Le point d’accès du modèle à ${data.url} n’a pas donné de réponse utilisable : ${data.detail}.`,
      fix: data.seconds
        ? `attendez ${data.seconds} s, comme le point d’accès le demande, et réessayez ; ou voyez l’échange avec --debug.`
        : data.status
        ? `il refuse cette requête (${data.status}) et la refusera encore : lisez ce qu’il dit, et l’échange avec --debug ; ou essayez un autre modèle (--model).`
        : "réessayez, essayez un autre modèle (--model), ou voyez l’échange avec --debug.",
    }),
    model_broke_off: ({ url, detail }) => ({
      title: `Le point d’accès du modèle à ${url} s’est interrompu avant la fin de sa réponse${
        detail ? ` (${detail})` : ""
      } ; mcpdemo n’en a exécuté aucun appel d’outil.`,
      fix:
        "réessayez ; si cela se répète, voyez le journal du point d’accès, ou la limite de temps d’un proxy placé devant lui.",
    }),
    model_refused: ({ url, model, detail }) => ({
      title: `Le modèle « ${model} » à ${url} a refusé de répondre.${detail ? ` Il dit : ${detail}` : ""}`,
      fix: "posez la question autrement, ou essayez un autre modèle (--model).",
    }),
    model_filtered: ({ url, detail }) => ({
      title: `Le filtre de contenu du point d’accès du modèle à ${url} a arrêté la réponse.${
        detail ? ` Il dit : ${detail}` : ""
      }`,
      fix: "posez la question autrement ; l’exploitant du point d’accès règle son filtre.",
    }),
    model_repeats: ({ url, model, detail }) => ({
      title: `Le modèle « ${model} » à ${url} répète sans fin le même texte${
        detail ? ` (${detail})` : ""
      } ; mcpdemo l’a arrêté.`,
      fix:
        "posez la question autrement, essayez un autre modèle (--model), ou augmentez la pénalité de répétition du point d’accès ; plus de temps n’y changerait rien.",
    }),
    model_tools_off: ({ url, detail }) => ({
      title:
        `Le point d’accès du modèle à ${url} n’accepte pas les appels d’outils, tel qu’il a été lancé. Il dit : ${detail}.`,
      fix:
        "relancez le point d’accès avec les appels d’outils : llama.cpp avec --jinja, vLLM avec --enable-auto-tool-choice --tool-call-parser.",
    }),
    model_without_tools: ({ url, model, detail }) => ({
      title: `Le modèle « ${model} » à ${url} ne sait pas appeler d’outils. Il dit : ${detail}.`,
      fix: "choisissez un modèle qui sait, avec --model ; « mcpdemo models » liste les modèles.",
    }),
    model_call_unsupported: ({ url, model, detail }) => ({
      title: `Le modèle « ${model} » à ${url} a fait ${
        detail || "un appel"
      } ; mcpdemo ne peut pas l’exécuter.`,
      fix:
        "mettez le point d’accès à jour pour qu’il envoie des tool_calls avec des fonctions, ou choisissez un autre modèle (--model).",
    }),
    model_call_as_text: ({ url, model, name }) => ({
      title:
        `Le modèle « ${model} » à ${url} a écrit un appel de « ${name} » dans son texte ; mcpdemo ne l’a pas exécuté.`,
      fix:
        "activez les appels d’outils du point d’accès (vLLM : --enable-auto-tool-choice --tool-call-parser), ou choisissez un autre modèle.",
    }),
    models_not_listed: ({ url, detail }) => ({
      title: `Le point d’accès du modèle à ${url} ne liste pas ses modèles : ${detail}.`,
      fix: "demandez le nom d’un modèle à son exploitant, et donnez-le par --model ou DEFAULT_MODEL.",
    }),
    max_steps: ({ steps, name }) => ({
      title: `mcpdemo a interrogé le modèle ${steps} fois, et le modèle demandait encore des appels d’outils${
        name ? ` : à la fin, trois fois le même appel de « ${name} »` : ""
      }.`,
      fix: name
        ? "essayez un autre modèle (--model) : celui-ci ne semble pas lire les résultats de ses appels ; plus de requêtes n’y changeraient rien."
        : "posez une question plus simple, ou permettez plus de requêtes avec --max-steps.",
    }),
    timeout: ({ seconds, url, method, state, status, headers, waited }) => {
      const limit = seconds === "1" ? "une seconde" : `${seconds} secondes`;
      if (waited === undefined) {
        return {
          title: `mcpdemo n’a pas eu de réponse en ${limit}.`,
          fix: "accordez plus de temps avec --timeout.",
        };
      }
      const seen = {
        none: `aucune réponse HTTP n’est venue en ${waited.replace(".", ",")} s`,
        headers: `les en-têtes sont venus après ${
          headers?.replace(".", ",")
        } s (HTTP ${status}), et aucun corps n’avait suivi après ${waited.replace(".", ",")} s`,
        body: `la réponse a commencé après ${
          headers?.replace(".", ",")
        } s (HTTP ${status}), et n’était pas complète après ${waited.replace(".", ",")} s`,
        accepted:
          `la requête a été acceptée (HTTP ${status}), et aucune réponse n’est venue sur le flux d’événements en ${
            waited.replace(".", ",")
          } s`,
      }[state ?? "none"];
      return {
        title:
          `mcpdemo a abandonné après ${limit} (--timeout). Il attendait que ${url} réponde à ${method} : ${seen}.`,
        fix: state === "headers"
          ? "s’il y a un proxy entre les deux, il retient peut-être le flux (nginx : proxy_buffering off) ; sinon regardez ce que fait le serveur, ou accordez plus de temps avec --timeout."
          : "regardez ce que fait le serveur à cette adresse, ou accordez plus de temps avec --timeout.",
      };
    },
    interrupted: () => ({
      title: "Vous avez interrompu mcpdemo.",
      fix: "relancez la commande quand vous voudrez.",
    }),
  },
  serve: {
    ready: (version, address) => `mcpdemo ${version} écoute sur ${address}`,
    eras: ["sans état, 2026-07-28", "sessions, 2025-03-26 à 2025-11-25", "HTTP+SSE, 2024-11-05"],
    authOn: (count) =>
      count === 1 ? "Clé exigée (1 clé)" : `Clé exigée (${count} clés, l’une d’elles suffit)`,
    authOff: "MODE OUVERT : aucune clé exigée ; seule cette machine peut se connecter",
    authOffPublic: "MODE OUVERT : aucune clé exigée, ET D’AUTRES MACHINES PEUVENT SE CONNECTER (--no-auth)",
    randomStateKey: "Clé d’état : aléatoire ; définissez MCP_STATE_KEY pour des réplicas et des redémarrages",
    keysFile: (count, path) =>
      `Clé exigée (${count === 1 ? "1 clé" : `${count} clés`} dans ${path}, relu à chaque changement)`,
    keysChanged: (count, path) =>
      `${path} a changé : il contient ${count === 1 ? "1 clé" : `${count} clés`}.`,
    keysKept: (problem) => `${problem} Les clés restent ce qu’elles étaient.`,
    keyEnded: (name) =>
      `La clé « ${name} » n’est plus valide ou a changé : ses sessions et ses flux prennent fin.`,
    labs: "CASSÉ EXPRÈS (--lab) :",
    tlsRenewed: "Le certificat a changé ; les nouvelles connexions le reçoivent.",
    tlsKept: (problem) => `${problem} Le certificat reste ce qu’il était.`,
    auditFailing: (path, reason) =>
      `Le fichier d’audit ${path} ne peut pas être écrit (${reason}) ; des lignes sont perdues et comptées.`,
    replicas: (address) => `Sessions partagées avec les autres réplicas par Redis, à l’adresse ${address}`,
    redisAway: (reason) =>
      `Redis ne répond pas (${reason}). Les sessions l’attendent avec 503 ; MCP 2026-07-28 est servi.`,
    redisBack: "Redis répond à nouveau.",
    redisRefuses: (words) => `Redis refuse une commande : ${words}`,
    draining: (seconds) => `Vidage : /healthz répond 503 pendant ${seconds} s avant l’arrêt du serveur.`,
    workers: (count) =>
      `${count} fils d’exécution (--workers) : ils ne servent que MCP 2026-07-28, sans vue du réseau`,
    wireView: (url, hasOwnKey) =>
      `Vue du réseau : ouvrez ${url} dans un navigateur pour voir passer le trafic` +
      (hasOwnKey ? " (seule la clé de --wire-key l’ouvre)" : ""),
    timeZoneUnknown: (value, zone) =>
      `TZ vaut « ${value} », qui n’est pas un fuseau horaire IANA ; mcpdemo prend ${zone} comme fuseau local (définissez par exemple TZ=Europe/Paris).`,
    otherTerminal: "Dans un autre terminal :",
    exampleQuestion: "quelle heure est-il ?",
    stop: "Ctrl-C arrête le serveur.",
    stopping: "Arrêt dès que les appels en cours seront terminés.",
    stopped: "Arrêté.",
    listeningAgain: (reason) => `L’écoute a échoué (${reason}) ; mcpdemo écoute à nouveau.`,
  },
  model: {
    ready: (url) => `Le modèle hors ligne écoute à ${url}, pour tout client OpenAI`,
    stop: "Ctrl-C l’arrête.",
  },
  labs: {
    "no-challenge": "refuse toute requête par 401, sans WWW-Authenticate",
    "expired-token": "refuse tout jeton comme expiré (401 invalid_token)",
    "oauth-bait": "demande OAuth, à une adresse qui n’existe pas",
    "forbidden": "interdit tout (403 insufficient_scope)",
    "rate-limited": "refuse une requête sur deux pendant une seconde (429)",
    "proxy-502": "répond par la page d’un proxy (502)",
    "moved": "redirige vers une autre origine (301)",
    "slash-redirect": "redirige vers la même adresse avec une barre oblique (307)",
    "html-page": "répond par une page web (200)",
    "old-server": "ne parle que le HTTP+SSE de 2024",
    "odd-probe-404": "répond 404 à la sonde d’un client récent",
    "odd-probe-400": "répond 400 à la sonde d’un client récent",
    "odd-probe-500": "répond 500 à la sonde d’un client récent",
    "odd-probe-empty": "répond par du vide à la sonde d’un client récent",
    "odd-probe-html": "répond par une page web à la sonde d’un client récent",
    "odd-probe-hang": "ne répond jamais à la sonde d’un client récent",
    "drop-session": "perd sa première session après quelques requêtes",
    "two-replicas": "répond tour à tour avec deux serveurs qui ne partagent pas les sessions",
    "buffered-stream": "retient chaque flux jusqu’à sa fin",
    "gzip-stream": "compresse ses flux, ce qui les retient",
    "dead-stream": "ouvre des flux sur lesquels rien n’arrive",
    "slow-first-byte": "attend trois secondes avant chaque réponse",
    "wrong-content-type": "dit que son JSON est du texte brut",
    "wrong-id": "répond avec l’identifiant d’une autre requête",
    "slow-tool": "attend trois secondes avant chaque appel d’outil",
    "hung-tool": "ne répond jamais à un appel d’outil",
    "tool-errors": "a des outils qui échouent",
    "huge-result": "répond à un appel par 20 Mio de texte",
    "bad-tool": "a un outil dont le schéma est refusé par les points d’accès stricts",
    "null-fields": "écrit null au lieu d’omettre",
    "poisoned-description": "cache des instructions au modèle dans ses descriptions",
    "changed-definition": "change ses outils chaque fois qu’ils sont listés",
  },
  quirks: {
    "wrong-key": "refuse toute clé (401)",
    "no-access": "interdit le modèle à cette clé (403)",
    "no-model": "n’a pas le modèle (404)",
    "quota": "dit que le quota est épuisé (429)",
    "rate-limited": "refuse une requête sur deux pendant une seconde (429 avec Retry-After)",
    "overloaded": "est surchargé (503)",
    "html-error": "répond par la page d’un proxy (502)",
    "redirect": "redirige vers une autre origine (301)",
    "error-in-200": "répond 200 avec une erreur dans le corps",
    "context-full": "dit que le contexte est trop long (400)",
    "no-tools": "refuse les outils (400)",
    "drops-tools": "omet les outils du prompt, comme certains gabarits",
    "slow": "attend trois secondes avant chaque réponse",
    "cut-stream": "coupe la connexion au milieu d’un flux",
    "no-end": "termine son flux sans finish_reason ni [DONE]",
    "no-done": "termine son flux sans [DONE]",
    "error-in-stream": "signale une erreur au milieu d’un flux",
    "comments": "envoie des commentaires entre les événements de son flux",
    "never-streamed": "répond en un bloc, même si un flux est demandé",
    "no-content-type": "répond sans Content-Type",
    "empty": "répond par du vide",
    "refusal": "refuse de répondre, dans le champ refusal",
    "filtered": "est arrêté par un filtre de contenu dans sa réponse",
    "length": "est coupé à sa limite de longueur",
    "loop": "appelle le premier outil sans fin",
    "call-as-text": "écrit son appel d’outil dans le texte",
    "unknown-tool": "appelle un outil qui n’existe pas",
    "broken-arguments": "envoie des arguments qui ne sont pas du JSON valide",
    "object-arguments": "envoie les arguments comme objet au lieu de texte",
    "double-arguments": "encode les arguments en JSON deux fois",
    "no-arguments": "envoie null comme arguments",
    "no-index": "omet l’index de ses appels",
    "no-ids": "omet les identifiants de ses appels",
    "legacy-call": "appelle avec function_call, que tool_calls a remplacé",
    "stop-with-calls": "termine une réponse avec appels par finish_reason stop",
    "no-finish": "n’envoie pas de finish_reason",
    "thinking-in-text": "met son raisonnement dans le texte, entre balises <think>",
    "content-in-parts": "envoie son texte en morceaux, dans une liste",
  },
  keys: {
    made: (name, id, path, expires) =>
      `Clé « ${name} » créée (identifiant ${id})${
        expires === undefined ? "" : `, valable jusqu’au ${expires}`
      }. ${path} en contient l’empreinte : la clé ne sera plus affichée.`,
    serveWith: (command) => `Pour l’accepter : ${command}`,
    overlap: (name, until) => `L’ancienne clé de « ${name} » reste valable jusqu’au ${until}.`,
    revoked: (name, id) => `Clé « ${name} » (identifiant ${id}) révoquée.`,
    valid: ({ name, id, expires, scopes, tools }) =>
      `Valable : « ${name} » (identifiant ${id}), ${
        expires === undefined ? "sans fin" : `jusqu’au ${expires}`
      }` +
      `${scopes ? `, portées ${scopes.join(" ")}` : ""}${tools ? `, outils ${tools.join(" ")}` : ""}.`,
    none: (path) => `${path} ne contient aucune clé.`,
    heads: ["ID", "NOM", "ÉTAT", "PORTÉES", "OUTILS", "CRÉÉE", "EXPIRE"],
    states: { valid: "valable", expired: "expirée", revoked: "révoquée" },
    everything: "tout",
  },
  doctor: {
    suites: {
      settings: "Réglages",
      reach: "Le chemin vers le serveur",
      key: "La clé du serveur",
      eras: "Ères",
      streams: "Flux",
      tools: "Outils",
      model: "Modèle",
      together: "L’ensemble",
    },
    origins: {
      flag: (name) => `de ${name}`,
      variable: (name) => `de la variable ${name}`,
      envFile: (name, line) => `de ${name}, ligne ${line} de .env`,
      default: () => "la valeur par défaut",
    },
    findings: {
      hidden_by_failure: ({ code }) => ({ seen: `Non vérifié : ${code} est à corriger d’abord.` }),
      not_in_time: () => ({
        seen: "Non vérifié jusqu’au bout : cela dure plus longtemps que doctor n’attend.",
      }),
      setting: (data) => ({ seen: `${data.name} vaut ${data.value} (${originIn(fr, data)}).` }),
      key_set: (data) => ({
        seen: `${data.name} est défini, ${data.length} caractères${
          data.first ? `, commence par ${data.first}` : ""
        } (${originIn(fr, data)}).`,
      }),
      key_quoted: ({ name }) => ({
        seen: `${name} commence ou finit par un guillemet, qui est envoyé avec la clé.`,
        fix: "écrivez la clé sans guillemets.",
      }),
      key_with_hash: ({ name }) => ({
        seen:
          `${name} contient #. Dans .env, un # après un blanc commence un commentaire ; ici, il fait partie de la clé.`,
      }),
      keys_same: () => ({
        seen:
          "Le serveur MCP et le point d’accès du modèle reçoivent la même clé : chacun apprend celle de l’autre.",
        fix:
          "mettez dans API_KEY la clé du point d’accès du modèle, et dans MCP_SERVER_AUTH_KEY celle du serveur.",
      }),
      keys_swapped: () => ({
        seen: "Les deux clés semblent inversées : l’une a la forme d’une clé de l’autre côté.",
        fix:
          "mettez dans API_KEY la clé du point d’accès du modèle, et dans MCP_SERVER_AUTH_KEY celle du serveur.",
      }),
      parent_env_file: () => ({
        seen: "Le dossier parent contient un .env, qui n’est pas lu.",
        fix: "lancez mcpdemo dans le dossier du .env voulu.",
      }),
      server_skipped: ({ text }) => ({ seen: text! }),
      address_open: ({ address, ms }) => ({
        seen: `${address} accepte les connexions (au bout de ${ms} ms).`,
      }),
      address_closed: ({ address, detail }) => ({
        seen:
          `${address} n’accepte aucune connexion (${detail}), alors qu’une autre adresse de ce nom en accepte.`,
      }),
      port_beside: ({ port }) => ({ seen: `Un programme écoute sur le port ${port} de la même machine.` }),
      proxy_used: ({ name }) => ({ seen: `Les requêtes passent par le proxy indiqué dans ${name}.` }),
      redirects: ({ url, location, status }) => ({
        seen:
          `${url} redirige vers ${location} (${status}) : chaque requête est envoyée deux fois, et certains clients ne suivent pas.`,
        fix: `utilisez cette adresse : --server ${location} ; ou faites répondre le serveur aux deux.`,
      }),
      slow_answers: ({ seconds }) => ({
        seen: `Le serveur met ${seconds} s à commencer une réponse.`,
        fix:
          "cherchez ce qu’attend le serveur, ou un proxy devant lui ; d’ici là, accordez plus de temps avec --timeout.",
      }),
      key_accepted: ({ status }) => ({
        seen: `Le serveur accepte la clé, et refuse les requêtes sans elle (${status}).`,
      }),
      key_not_needed: () => ({
        seen: "Le serveur répond aussi à une requête sans la clé : il n’en demande peut-être pas.",
      }),
      no_key_needed: () => ({ seen: "Le serveur ne demande pas de clé." }),
      challenge_missing: ({ url }) => ({
        seen: `${url} répond 401 sans WWW-Authenticate : les clients n’apprennent pas ce qu’il attend.`,
        fix: "côté serveur : joignez WWW-Authenticate: Bearer à chaque 401 (RFC 9110, section 15.5.2).",
      }),
      key_in_url: ({ name }) => ({
        seen:
          `L’adresse du serveur contient un secret (« ${name} ») : les adresses finissent dans les journaux.`,
        fix: "envoyez la clé dans un en-tête : --auth-key, ou les en-têtes de --config.",
      }),
      key_unencrypted: ({ url }) => ({
        seen:
          `La clé est envoyée à ${url} sans chiffrement : tous ceux qui se trouvent en chemin peuvent la lire.`,
        fix: "utilisez https://.",
      }),
      oauth_described: ({ metadata, issuer, scopes }) => ({
        seen: `${metadata} indique où s’authentifier : ${issuer}${
          scopes ? `, pour les portées ${scopes}` : ""
        }.`,
        fix: "obtenez-y un jeton d’accès, et donnez-le avec --auth-key ou MCP_SERVER_AUTH_KEY.",
      }),
      oauth_undescribed: ({ metadata, detail }) => ({
        seen:
          `Le serveur renvoie à ${metadata} pour s’authentifier, et rien d’utilisable ne s’y trouve (${detail}).`,
        fix: "côté serveur : corrigez resource_metadata dans WWW-Authenticate, ou le document (RFC 9728).",
      }),
      era_taken: ({ title, era, revision, url }) => ({
        seen: `ask se connecte à ${title}, à l’adresse ${url}, dans l’ère ${era} (révision ${revision}).`,
      }),
      era_taken_embedded: ({ era, revision, url }) => ({
        seen:
          `Aucun serveur n’est donné ni trouvé : ask lance le sien, à l’adresse ${url}, dans l’ère ${era} (révision ${revision}).`,
      }),
      era_spoken: ({ era, revision }) => ({
        seen: `Le serveur prend en charge l’ère ${era} (révision ${revision}).`,
      }),
      era_absent: ({ era, detail }) => ({
        seen: `Le serveur ne prend pas en charge l’ère ${era} (${detail}).`,
      }),
      probe_refused: ({ detail }) => ({
        seen:
          `Le serveur ne prend pas en charge l’ère 2026 : il en refuse la première requête, à juste titre (${detail}).`,
      }),
      probe_odd: ({ detail }) => ({
        seen:
          `Le serveur ne prend pas en charge l’ère 2026, et le dit de façon singulière (${detail}). Certains clients s’arrêtent là.`,
        fix:
          "côté serveur, ou dans un proxy devant lui : répondez aux méthodes inconnues par l’erreur JSON-RPC -32601.",
      }),
      era_failing: ({ era, detail }) => ({
        seen: `Dans l’ère ${era}, le serveur échoue (${detail}) : on ne peut pas dire s’il la parle.`,
        fix: "regardez le journal du serveur, puis relancez cette commande.",
      }),
      era_silent: ({ era, url }) => ({
        seen: `${url} n’a pas répondu dans l’ère ${era} en 4 s.`,
        fix: "regardez ce que fait le serveur d’une requête qu’il ne connaît pas.",
      }),
      session_lost: ({ count }) => ({
        seen: `Le serveur a oublié une session${
          count ? ` après quelques requêtes (${count})` : ""
        }. Les clients se reconnectent, et perdent ce qu’ils avaient.`,
        fix:
          "côté serveur : gardez les sessions entre deux redémarrages, ou utilisez l’ère 2026, qui n’en a pas.",
      }),
      rules_kept: ({ era, count }) => ({
        seen:
          `Dans l’ère ${era}, le serveur respecte les règles de la spécification dont dépendent les clients (${count} vérifications).`,
      }),
      rule_broken: (data) => ({
        seen: `Dans l’ère ${data.era}, le serveur ${ruleIn(fr, data)}.`,
        fix: "signalez-le aux développeurs du serveur : certains clients ne s’en remettent pas.",
      }),
      server_deviates: ({ text }) => ({
        seen: text!,
        fix: "signalez-le aux développeurs du serveur : tous les clients n’y remédient pas.",
      }),
      stream_prompt: ({ era, ms }) => ({
        seen: `Dans l’ère ${era}, le premier événement d’un flux arrive au bout de ${ms} ms.`,
      }),
      stream_held_back: ({ era }) => ({
        seen:
          `Dans l’ère ${era}, un flux s’ouvre et rien n’arrive, alors que les réponses qui se terminent arrivent : un proxy le retient.`,
        fix: "nginx : proxy_buffering off ; Caddy : flush_interval -1 ; HAProxy : option http-no-delay.",
      }),
      stream_compressed: ({ era, encoding }) => ({
        seen:
          `Dans l’ère ${era}, un flux est compressé (${encoding}) et rien n’arrive : le compresseur attend la suite.`,
        fix: "nginx : retirez text/event-stream de gzip_types ; Caddy : de encode.",
      }),
      stream_silent: ({ era }) => ({
        seen: `Dans l’ère ${era}, un flux s’ouvre, et rien n’arrive.`,
        fix:
          "côté serveur : envoyez aussitôt le premier événement ; s’il le fait, cherchez un proxy qui le retient.",
      }),
      no_stream: () => ({ seen: "Le serveur n’a ouvert aucun flux." }),
      tools_listed: ({ count, tokens }) => ({
        seen: `Outils que le serveur liste : ${count}, environ ${tokens} jetons pour un modèle.`,
      }),
      no_tools: () => ({ seen: "Le serveur n’a pas d’outil." }),
      tool_schema: ({ tool, what }) => ({
        seen: `Les points d’accès stricts refusent le schéma de ${tool} ; mcpdemo le change : ${
          rewritesIn(fr, what)
        }.`,
        fix:
          "côté serveur : donnez à chaque inputSchema le type object, et aucun $ref vers un autre document.",
      }),
      tool_name: ({ tools }) => ({
        seen: `Les points d’accès refusent de tels noms ; mcpdemo en donne d’autres au modèle : ${tools}.`,
      }),
      tool_hidden_text: ({ tools }) => ({
        seen:
          `Des définitions contiennent des caractères que personne ne voit et qu’un modèle lit : ${tools}.`,
        fix: "n’utilisez pas ce serveur, sauf si vous savez pourquoi ils y sont.",
      }),
      tool_unannotated: ({ tools, count }) => ({
        seen:
          `Outils qui ne disent pas s’ils ne font que lire, et pour lesquels ask demande avant d’appeler : ${count} (${tools}).`,
      }),
      tool_changed: ({ tools }) => ({
        seen: `La définition a changé depuis que vous l’avez permise, et ask redemandera : ${tools}.`,
        fix:
          "comparez les définitions quand ask les montre, et ne permettez l’outil que si vous lui faites confiance.",
      }),
      tools_unstable: ({ tools }) => ({
        seen:
          `La définition change à chaque lecture de la liste : ${tools}. Ce qui a été permis n’est pas ce qui s’exécute.`,
        fix: "côté serveur : gardez hors des noms, descriptions et schémas ce qui change.",
      }),
      null_fields: ({ tools }) => ({
        seen:
          `Le serveur écrit null au lieu d’omettre un membre, ce que certains clients refusent : ${tools}.`,
        fix: "côté serveur : omettez ce qui n’est pas connu.",
      }),
      tools_shared: ({ tools }) => ({
        seen:
          `Plusieurs serveurs ont des outils de ces noms ; mcpdemo les fait précéder du nom du serveur : ${tools}.`,
      }),
      tools_large: ({ tokens }) => ({
        seen:
          `Les outils prennent environ ${tokens} jetons de chaque requête, beaucoup pour un petit contexte.`,
      }),
      tool_called: ({ tool, ms }) => ({
        seen: `Un appel de ${tool}, qui ne fait que lire, a reçu sa réponse au bout de ${ms} ms.`,
      }),
      tool_slow: ({ tool, seconds }) => ({
        seen: `Un appel de ${tool} prend ${seconds} s, contrairement aux autres requêtes.`,
        fix: "cherchez ce qu’attend l’outil ; d’ici là, accordez plus de temps avec --timeout.",
      }),
      no_safe_tool: () => ({
        seen: "Aucun outil n’a été appelé : aucun ne dit qu’il ne fait que lire et se passe d’arguments.",
      }),
      model_offline: () => ({
        seen: "La doublure hors ligne répond, puisque ni API_KEY ni API_URL n’est défini.",
      }),
      models_listed: ({ count }) => ({ seen: `Le point d’accès liste ses modèles : ${count}.` }),
      model_unlisted: ({ model, nearest }) => ({
        seen: `Le point d’accès ne liste pas le modèle « ${model} »${
          nearest ? ` ; les noms les plus proches : ${nearest}` : ""
        }.`,
      }),
      model_answers: ({ ms, rate }) => ({
        seen: `Le modèle répond : le premier morceau au bout de ${ms} ms${
          rate ? `, ${rate} jetons par seconde` : ""
        }.`,
      }),
      model_slow: ({ seconds }) => ({ seen: `Le modèle met ${seconds} s à commencer une réponse.` }),
      model_length: () => ({
        seen: "Une réponse courte a été coupée à la limite de longueur du point d’accès.",
        fix: "augmentez max_tokens ou le contexte au point d’accès, ou prenez un autre modèle.",
      }),
      model_whole_works: () => ({
        seen: "Les réponses d’un seul tenant fonctionnent.",
        fix: "utilisez --no-stream tant que les flux ne fonctionnent pas.",
      }),
      model_calls: () => ({ seen: "Le modèle appelle un outil, avec des arguments en bonne forme." }),
      model_calls_nothing: () => ({
        seen: "Le modèle a répondu à une question sur l’heure sans l’outil qui lui était proposé.",
        fix: "prenez un modèle fait pour les outils, ou un gabarit qui les montre (llama.cpp : --jinja).",
      }),
      model_calls_unknown: ({ name }) => ({
        seen: `Le modèle a appelé « ${name} », un outil qui ne lui était pas proposé.`,
        fix: "prenez un autre modèle (--model).",
      }),
      model_arguments_broken: ({ detail }) => ({
        seen: `Le modèle a appelé un outil avec des arguments illisibles : ${detail}.`,
        fix: "prenez un autre modèle (--model), ou un autre gabarit ou analyseur d’appels au point d’accès.",
      }),
      model_calls_parallel: () => ({
        seen: "Le modèle fait plusieurs appels d’outils dans un même message.",
      }),
      model_waits: ({ text }) => ({ seen: text! }),
      model_refuses: ({ text }) => ({ seen: text! }),
      prompt_truncated: ({ text }) => ({
        seen: text!,
        fix: "donnez au modèle un contexte plus grand (Ollama : OLLAMA_CONTEXT_LENGTH).",
      }),
      tools_dropped: ({ text }) => ({
        seen: text!,
        fix: "prenez un gabarit qui montre les outils (llama.cpp : --jinja), ou un autre modèle.",
      }),
      model_accent: ({ name }) => ({
        seen: `Particularité du point d’accès : il ${quirkIn(fr, name)} ; mcpdemo y remédie.`,
      }),
      answered: ({ seconds, calls }) => ({
        seen: `Une question entière a reçu sa réponse en ${seconds} s ; appels d’outils : ${calls}.`,
      }),
      answered_without_tool: ({ seconds }) => ({
        seen: `Une question entière a reçu sa réponse en ${seconds} s, sans le résultat d’aucun outil.`,
      }),
    },
    rules: {
      content_type: (seen) =>
        `envoie une réponse qui n’est ni application/json ni text/event-stream (${seen})`,
      id_echoed: (seen) => `répond avec un identifiant qui n’est pas celui de la requête (${seen})`,
      notification_202: (seen) => `ne répond pas 202 à une notification (${seen})`,
      unknown_method: (seen) => `ne répond pas à une méthode inconnue par l’erreur -32601 (${seen})`,
      unknown_tool: (seen) => `ne répond pas à l’appel d’un outil inconnu par une erreur (${seen})`,
      ping: (seen) => `ne répond pas à ping (${seen})`,
      tools_array: (seen) => `annonce des outils, et ne les liste pas (${seen})`,
      unsupported_version: (seen) => `ne répond pas à une révision inconnue par l’erreur -32022 (${seen})`,
      header_mismatch: (seen) =>
        `accepte une requête dont l’en-tête nomme une autre révision que le corps (${seen})`,
      session_id_characters: (seen) =>
        `met dans son identifiant de session des caractères qu’un en-tête ne peut pas porter (${seen})`,
      unknown_session: (seen) => `ne répond pas 404 à une session inconnue (${seen})`,
      session_deleted: (seen) => `ne répond pas 404 à une session terminée (${seen})`,
      get_stream: (seen) => `ne répond au GET d’une session ni par un flux ni par 405 (${seen})`,
      endpoint_event: (seen) => `commence son flux sans événement endpoint utilisable (${seen})`,
      messages_accepted: (seen) => `n’accepte pas de message à l’adresse de son événement endpoint (${seen})`,
      answer_on_stream: (seen) => `n’envoie pas sa réponse sur le flux (${seen})`,
    },
    question: "Quelle heure est-il ?",
    about: (server) => `${server} :`,
    running: (suites, seconds) => `Vérification depuis ${seconds} s : ${suites}`,
    counts: {
      failure: (count) => count > 1 ? `${count} échecs` : `${count} échec`,
      warning: (count) => count > 1 ? `${count} avertissements` : `${count} avertissement`,
      note: (count) => count > 1 ? `${count} remarques` : `${count} remarque`,
      ok: (count) => count > 1 ? `${count} bons` : `${count} bon`,
      skipped: (count) => count > 1 ? `${count} non vérifiés` : `${count} non vérifié`,
    },
    summary: (counts, seconds) => `${counts}, en ${seconds} s.`,
    first: (code, what) => `À faire d’abord (${code}) : ${what}`,
    allWell: "Tout ce qui a été vérifié fonctionne.",
    nothingToDo: "voyez le constat ci-dessus.",
  },
  health: {
    up: ({ url, title, era, revision, milliseconds }) =>
      title === undefined
        ? `${url} est en marche : réponse après ${milliseconds} ms.`
        : `${url} est en marche : ${title} parle MCP, ère ${era} (révision ${revision}), connexion après ${milliseconds} ms.`,
  },
  ask: {
    inEra: (era) => `La question dans l’ère ${era}`,
    eraSays: (era, text) => `${era} : ${text}`,
    stepsWithDebug: "--debug montre les étapes des trois exécutions, --json donne les nombres en JSON.",
    defaultQuestion: "Bonjour, peux-tu me dire quelle heure il est actuellement ?",
    embedded: (url, era, revision) =>
      `Serveur MCP : intégré, à l’adresse ${url}, ère ${era} (révision ${revision}) ; aucun serveur sur http://localhost:8000`,
    connected: (server, url, era, revision) =>
      `Serveur MCP : ${server} à l’adresse ${url}, ère ${era} (révision ${revision})`,
    offlineModel: "Modèle : remplaçant hors ligne qui suit des règles (API_KEY n’est pas définie)",
    useRealModel:
      "Pour utiliser un vrai modèle : définissez API_KEY, et API_URL et DEFAULT_MODEL si leurs valeurs par défaut ne conviennent pas",
    realModel: (model, url) => `Modèle : ${model} à l’adresse ${url}`,
    toolCall: (name, args, server) => `Appel d’outil : ${name} ${args}${server ? ` sur ${server}` : ""}`,
    toolFailed: (name, text) => `Erreur de l’outil ${name} : ${text}`,
    waiting: (model, url, seconds, tokens) =>
      `En attente de ${model} depuis ${seconds} s${
        tokens > 0 ? `, jetons reçus : environ ${tokens}` : ""
      } (${url})`,
    answerCut: "La réponse est coupée : le modèle a atteint sa limite de longueur.",
    answerInterrupted: ({ why, words }) => {
      if (why === "refused") return `Le modèle a refusé de continuer. Il dit : ${words}`;
      const detail = words ? ` (${words})` : "";
      if (why === "repeats") {
        return `La réponse est incomplète : le modèle répète sans fin le même texte${detail} ; mcpdemo l’a arrêté. ` +
          "Posez la question autrement, ou essayez un autre modèle.";
      }
      return why === "filtered"
        ? `La réponse est coupée : le filtre de contenu du point d’accès l’a arrêtée${detail}.`
        : `La réponse est incomplète : le point d’accès du modèle s’est interrompu avant la fin${detail}.`;
    },
  },
  notes: {
    modelWaits: (seconds, isAsked, { isAnswer, detail }) =>
      `${
        isAnswer
          ? `Le point d’accès du modèle a répondu : ${detail}`
          : `Le point d’accès du modèle n’a pas répondu${detail ? ` (${detail})` : ""}`
      } ; mcpdemo attend ${String(seconds).replace(".", ",")} s${
        isAsked ? ", comme le point d’accès le demande" : ""
      }.`,
    modelRefuses: (part) =>
      part === "ids"
        ? "Le point d’accès du modèle refuse les identifiants des appels d’outils ; mcpdemo redemande avec de plus courts."
        : part === "content"
        ? "Le point d’accès du modèle refuse un texte vide à côté des appels d’outils ; mcpdemo redemande avec null."
        : `Le point d’accès du modèle refuse ${part} ; mcpdemo redemande sans.`,
    promptTruncated: (promptTokens) =>
      `Le point d’accès du modèle a lu ${promptTokens} jetons, moins que mcpdemo n’en a envoyé : son contexte est trop petit, et ` +
      "le début est perdu (Ollama : définissez OLLAMA_CONTEXT_LENGTH).",
    toolsDropped: (promptTokens) =>
      `Le point d’accès du modèle n’a lu que ${promptTokens} jetons, moins qu’il n’en faut pour les outils : il semble que le ` +
      "modèle ne les voie pas, et que la réponse puisse être inventée. Essayez un autre modèle, ou un gabarit de conversation qui connaît les outils.",
    schemaRewritten: (tools, what) => `Pour le modèle, mcpdemo modifie le schéma de ${tools} : ${what}.`,
    localEndpoint: (program, command) =>
      `${program} fonctionne sur cette machine ; pour l’utiliser : ${command}`,
    asksDefault: (question) => `Aucune question n’a été donnée ; mcpdemo demande : ${question}`,
    toolRenamed: (from, to) => `Le modèle connaît l’outil « ${from} » sous le nom « ${to} ».`,
    looksForServer: (url) =>
      `Aucun serveur n’a été donné : mcpdemo en cherche un sur ${url}. Si aucun ne répond, il lance le sien ; ce n’est pas une erreur.`,
    startsEmbedded: (url) =>
      `mcpdemo lance son propre serveur sur ${url}, avec une clé tirée au hasard pour cette exécution.`,
    sessionLost: (url) => `mcpdemo a perdu la connexion à ${url} et se reconnecte.`,
    sessionRenewed: (url) => `mcpdemo est de nouveau connecté à ${url}.`,
    toolsChanged: (url) => `Les outils de ${url} ont changé ; mcpdemo en redemande la liste.`,
    callsSkipped: (most) =>
      `Le modèle a demandé plus de ${most} appels d’outils dans un seul message ; mcpdemo n’exécute que les ${most} premiers.`,
    callCancelled: (name) => `Annulé : ${name}.`,
    callRepeated: (name) =>
      `Le serveur n’a pas répondu à l’appel de ${name} ; l’outil est marqué comme répétable sans risque, mcpdemo l’appelle donc une fois encore.`,
    traceWritten: (path, exchanges) =>
      `Enregistré : ${exchanges} ${exchanges < 2 ? "échange" : "échanges"} dans ${path}`,
    traceFailed: (path, detail) => `mcpdemo n’a pas pu écrire l’enregistrement dans ${path} : ${detail}`,
    traceLinesSkipped: (path, lines) =>
      `Ignorées, car ce ne sont pas des échanges entiers : lignes ${lines} de ${path}`,
    traceDropped: (count) =>
      `L’enregistrement est incomplet : mcpdemo a laissé de côté ${count} de ses événements.`,
    serverSkipped: (name) =>
      `Ignoré : « ${name} » n’a pas d’url http(s), et mcpdemo ne lance aucun programme.`,
    serverDeviates: (server, what) => `Le serveur MCP ${server} s’écarte de la spécification : ${what}.`,
    serverLeftOut: (server, why) => `mcpdemo continue sans les outils de ${server} : ${why}`,
    argumentAbsent: (name) =>
      `Le schéma de l’outil exige l’argument « ${name} » ; mcpdemo envoie l’appel sans lui.`,
    callRefused: (name) => `Refusé : ${name} n’a pas été exécuté.`,
    callRefusedByRule: (name, why) =>
      `Refusé : ${name} n’a pas été exécuté. ${why} Pour l’autoriser : --allow-tool ${name}, ou --yes.`,
    approvalNotKept: (name) =>
      `L’autorisation de ${name} ne vaut que pour cette exécution : mcpdemo n’a pas pu l’enregistrer.`,
    definitionChanged: (name) =>
      `Le serveur a changé la définition de ${name} depuis sa dernière exécution ; une option a autorisé l’appel.`,
    argumentUnknown: (name, near) =>
      `Le schéma de l’outil n’a pas d’argument « ${name} »${
        near ? ` (vouliez-vous dire ${near} ?)` : ""
      } ; mcpdemo l’envoie tout de même.`,
    answerStopped: "Arrêté.",
    forgotten:
      "La conversation est longue : mcpdemo n’envoie plus au modèle ses plus anciennes questions et réponses.",
  },
  deviations: {
    toolSkipped: (name) =>
      `la définition de l’outil ${name} n’est pas valide ; mcpdemo laisse cet outil de côté`,
    toolSimplified: (name) =>
      `une partie de la définition de l’outil ${name} n’est pas valide ; mcpdemo ignore cette partie`,
    schemaAbsent: (name) =>
      `l’outil ${name} n’a pas d’inputSchema ; mcpdemo le traite comme un outil sans arguments`,
    toolsAbsent: () =>
      "sa liste d’outils est absente ou n’est pas un tableau ; mcpdemo la considère comme vide",
    listRepeats: () =>
      "sa liste d’outils renvoie à une page déjà lue ; mcpdemo considère la liste comme complète",
    resultTypeAbsent: () => "un résultat n’a pas de resultType ; mcpdemo le considère comme complet",
    resultEmpty: () => "le résultat d’un appel n’a ni content ni structuredContent",
    structuredContentForm: () => "structuredContent n’est pas un objet ; mcpdemo le lit comme du texte",
    blockForm: (name) => `un bloc de contenu de type ${name} n’est pas valide ; mcpdemo en lit ce qu’il peut`,
    eventsTyped: (name) =>
      `il envoie un flux d’événements avec le type de contenu ${name} ; mcpdemo le lit comme un flux d’événements`,
    toolRepeated: (name) => `il liste deux outils du nom de ${name} ; mcpdemo montre le premier`,
    jsonTyped: (name) => `il envoie du JSON avec le type de contenu ${name} ; mcpdemo le lit comme du JSON`,
  },
  conversation: {
    prompt: "vous> ",
    welcome: "Tapez une question. /help énumère les commandes ; Ctrl-D quitte.",
    howToLeave: "Ctrl-D ou /quit quitte.",
    help: `/tools  les outils dont le modèle peut se servir
/usage  questions, tours et jetons jusqu’ici
/quit   quitter, comme Ctrl-D
Ctrl-C arrête la réponse ou l’appel d’outil en cours. Tout le reste est une question.`,
    usage: (questions, rounds, tokens) =>
      `Questions : ${questions}. Tours avec le modèle : ${rounds}. Jetons : ${
        tokens ?? "non communiqués par le point d’accès"
      }.`,
    unknownCommand: (text) => `La commande ${text} n’existe pas ; /help énumère les commandes.`,
  },
  approval: {
    asks: (tool, server) => `L’outil ${tool} de ${server} peut-il s’exécuter avec ces arguments ?`,
    reasons: {
      changed: "Le serveur a changé la définition de l’outil depuis sa dernière exécution.",
      destructive: "Le serveur le marque comme destructeur.",
      unmarked: "Le serveur ne le marque pas comme étant en lecture seule.",
    },
    choices:
      "o oui, t toujours pour cet outil, y compris les prochaines fois, n non (une ligne vide vaut non)",
    yes: ["o", "oui"],
    always: ["t", "toujours"],
    no: ["n", "non"],
    more: (characters) => `… (encore ${characters} caractères)`,
    moreLines: (lines) => `… (encore ${lines} lignes)`,
  },
  rewrites: {
    "no$schema": "sans $schema, que certains points d’accès refusent",
    "properties": "avec properties en plus, que certains points d’accès exigent",
    "items": "avec items en plus dans les tableaux, que certains points d’accès exigent",
    "type": "avec le type object, le seul que des arguments puissent avoir",
    "noRemote$ref": "sans un $ref vers un autre document, que mcpdemo ne télécharge pas",
  },
  usage: {
    tokens: (read, written) => `Consommation : ${read} jetons lus, ${written} écrits`,
    noTokens: "Consommation : jetons non communiqués",
    times: (rounds, ms, toolMs) =>
      `modèle interrogé ${rounds} fois, ${ms} ms en tout, ${toolMs} ms dans les outils`,
    firstWord: (ms) => `premier mot après ${ms} ms`,
    backend: (said) => `Le point d’accès indique : ${said}`,
  },
  tools: { none: "Le serveur n’a aucun outil." },
  models: {
    marked: "* marque le modèle par défaut ; choisissez-en un autre par --model ou DEFAULT_MODEL.",
    absent: (model) =>
      `Le modèle par défaut « ${model} » n’en fait pas partie ; choisissez-en un autre par --model ou DEFAULT_MODEL.`,
  },
  form: {
    asks: (server, message) => `Le serveur MCP ${server} demande : ${message}`,
    hint:
      "Une ligne vide prend la valeur par défaut, ou omet le champ. /decline refuse de répondre, /cancel abandonne le formulaire.",
    field: (label, format, isRequired, fallback) =>
      `${label} (${format}${isRequired ? ", obligatoire" : ""}${
        fallback ? `, par défaut : ${fallback}` : ""
      })`,
    kinds: {
      string: "texte",
      number: "nombre",
      integer: "nombre entier",
      boolean: "oui ou non",
      choice: "un de ceux-ci",
      choices: "plusieurs de ceux-ci, séparés par des virgules",
    },
    problems: {
      required: () => "Ce champ est obligatoire.",
      number: () => "Ce n’est pas un nombre.",
      integer: () => "Ce n’est pas un nombre entier.",
      boolean: () => "Répondez oui ou non.",
      choice: () => "Ce n’est pas dans la liste.",
      format: (format) => `Ce n’est pas au format ${format}.`,
      tooSmall: (limit) => `Trop court, trop petit ou trop peu nombreux : au moins ${limit}.`,
      tooLarge: (limit) => `Trop long, trop grand ou trop nombreux : au plus ${limit}.`,
    },
    review:
      "Entrée envoie ceci ; /edit recommence, /decline refuse de répondre, /cancel abandonne le formulaire.",
    declinedNoTerminal: "Refusé : mcpdemo n’a pas de terminal où vous pourriez répondre.",
    declinedUrl: "Refusé : mcpdemo n’ouvre pas de page web pour un serveur.",
  },
};
