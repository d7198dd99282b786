/**
 * Ce qu'est chaque étape, en français : le même catalogue que `en.ts`.
 *
 * @module
 */
import type { StepTexts } from "./step_texts.ts";

/** `en.ts` dit la même chose en anglais. */
export const fr: StepTexts = {
  server_discover: [
    "server/discover : quelles révisions, quelles capacités ?",
    "L'ère la plus récente n'a pas de poignée de main : une seule question, qui ne change rien sur le serveur, donne ses révisions et ses capacités. Un client de plusieurs ères essaie d'abord celle-ci et ne redescend que si la réponse est celle d'un serveur plus ancien.",
    "Un proxy qui retire l'en-tête MCP-Protocol-Version ou Mcp-Method : le serveur voit alors une requête qui contredit ses en-têtes.",
  ],
  stream_2024: [
    "ouvrir le flux d'événements de HTTP+SSE",
    "Dans la première ère, les réponses arrivent par ce flux unique, qui reste ouvert toute la session ; les requêtes vont à une autre adresse, que le serveur donne dans le premier événement.",
    "Un proxy qui met la réponse en tampon : le premier événement n'arrive jamais et le client attend sans fin.",
  ],
  initialize: [
    "initialize : s'accorder sur une révision et des capacités",
    "Le premier message d'une session a trois parties : la révision que souhaite le client, ce qu'il sait faire, et qui il est. Le serveur répond par les trois siennes. L'ère, c'est le transport : comment voyagent les messages ; la révision se convient ici.",
    "Toute autre requête avant celle-ci : la poignée de main doit être le premier échange d'une session.",
  ],
  initialized: [
    "notifications/initialized : la poignée de main est finie",
    "Le client a lu la réponse du serveur et il est prêt. C'est une notification : elle n'a pas d'identifiant, et n'obtient rien de plus qu'un 202.",
    "L'omettre : le client doit l'envoyer, et d'ici là le serveur ne devrait rien demander au client, sauf ping.",
  ],
  stream_2025: [
    "écouter : un flux pour ce que le serveur dit de lui-même",
    "Un GET sur l'adresse MCP ouvre un flux pour les messages qui ne répondent à aucune requête, comme un changement de la liste d'outils. Un serveur qui n'en a pas répond 405, et tout continue sans ce flux.",
    "Un proxy qui ferme les connexions silencieuses : ce que dit le serveur arrive tard ou se perd. Plusieurs de ces flux sont permis ; le serveur de mcpdemo en garde un par session et répond 409 au second.",
  ],
  stream_resumed: [
    "reprendre un flux interrompu",
    "Last-Event-ID nomme le dernier événement reçu ; le serveur renvoie ce qui a suivi sur ce flux, pour qu'une réponse ne se perde pas avec la connexion.",
    "Un serveur qui ne garde pas les événements, ou plus celui-là : la réponse est perdue, et le client doit décider s'il redemande.",
  ],
  subscriptions_listen: [
    "subscriptions/listen : un flux pour les changements que le client veut connaître",
    "Sans session, un client qui veut des nouvelles les demande : cette requête nomme les sortes de changements, et sa réponse est un flux qui reste ouvert.",
    "Un répartiteur de charge qui ferme les connexions silencieuses : le flux finit, le client doit écouter et lister à nouveau.",
  ],
  end_session: [
    "clore la session",
    "DELETE dit au serveur que le client n'a plus besoin de cette session. Un serveur peut refuser par 405, et peut lui-même clore une session à tout moment.",
    "L'omettre : le serveur garde la session jusqu'à ce qu'il la close de lui-même.",
  ],
  ping: [
    "ping : l'autre côté est-il toujours là ?",
    "Chaque côté peut le demander à tout moment, et l'autre répond aussitôt par un résultat vide.",
    "Pas de réponse à temps : la connexion est considérée comme perdue.",
  ],
  tools_list: [
    "tools/list : que sait faire le serveur ?",
    "Chaque outil vient avec un nom, une description destinée au modèle et un schéma JSON de ses arguments : c'est tout ce qu'un modèle en saura jamais. Une longue liste vient en pages, par un curseur.",
    "Une description ou un schéma vague : le modèle choisit le mauvais outil, ou le remplit mal.",
  ],
  tools_call: [
    "tools/call : exécuter un outil",
    "Qu'une personne ou un modèle le veuille, c'est le client qui décide, et qui envoie le nom et les arguments au serveur qui offre l'outil. Un modèle ne peut rien appeler : il ne peut que demander à son hôte.",
    "Des arguments qui ne suivent pas le schéma de l'outil, ou un nom que le serveur n'offre pas.",
  ],
  tools_call_again: [
    "tools/call une nouvelle fois, avec les réponses demandées",
    "Le serveur n'a pas de session où se souvenir du premier tour. Le client renvoie l'appel entier, avec les réponses de la personne et l'état que le serveur lui a confié.",
    "Un état modifié : il est scellé par le serveur, qui le refuse.",
  ],
  resources_list: [
    "resources/list : quelles données offre le serveur ?",
    "Les ressources sont des données à lire, chacune avec une URI ; l'hôte décide lesquelles un modèle verra.",
    "Un serveur sans la capacité resources répond par une erreur.",
  ],
  resources_templates_list: [
    "resources/templates/list : quelles adresses peut-on compléter ?",
    "Un modèle d'adresse est une URI à trou : il offre beaucoup de ressources sans les énumérer.",
    "Un serveur sans la capacité resources répond par une erreur.",
  ],
  resources_read: [
    "resources/read : lire une ressource",
    "La réponse contient le contenu en texte, ou en base64 s'il est binaire.",
    "Une URI que le serveur ne connaît pas.",
  ],
  resources_subscribe: [
    "resources/subscribe : dis-moi quand ceci change",
    "Désormais le serveur envoie une notification à chaque changement de la ressource ; le contenu lui-même est relu.",
    "Pas de flux ouvert : la notification n'a aucun chemin.",
  ],
  resources_unsubscribe: [
    "resources/unsubscribe : plus de nouvelles de ceci",
    "Le serveur oublie l'abonnement.",
    "Une URI sans abonnement ne change rien.",
  ],
  prompts_list: [
    "prompts/list : quelles demandes toutes prêtes y a-t-il ?",
    "Les prompts sont des modèles de demandes qu'une personne choisit, par exemple comme commande à barre oblique ; un modèle ne les choisit pas.",
    "Un serveur sans la capacité prompts répond par une erreur.",
  ],
  prompts_get: [
    "prompts/get : remplir un prompt",
    "Le serveur place les arguments dans le gabarit et rend des messages, prêts pour un modèle.",
    "Un argument obligatoire qui manque.",
  ],
  completion_complete: [
    "completion/complete : que pourrait-on écrire ici ?",
    "Pendant qu'une personne saisit un argument, le serveur propose des valeurs, cent au plus à la fois.",
    "Un prompt ou un modèle d'adresse que le serveur ne connaît pas.",
  ],
  logging_set_level: [
    "logging/setLevel : que doit raconter le serveur ?",
    "Le serveur envoie en notifications ses messages de journal à partir de ce niveau.",
    "Un niveau étranger aux huit de syslog.",
  ],
  cancelled: [
    "notifications/cancelled : la réponse n'est plus voulue",
    "La notification nomme l'identifiant de la requête. Le travail est peut-être déjà fait : les deux côtés doivent supporter une réponse qui la croise. L'ère la plus récente n'a pas besoin de message : fermer le flux de la réponse, c'est annuler.",
    "Annuler initialize est interdit, de même qu'une requête envoyée par un autre.",
  ],
  answer_to_server: [
    "réponse à une question du serveur",
    "Le serveur a posé une question au milieu de son travail ; la réponse voyage ici comme une requête à part, sous l'identifiant de la question.",
    "Un identifiant que le serveur n'a pas utilisé.",
  ],
  notification: [
    "une notification",
    "Un message sans identifiant, qui n'obtient pas de réponse.",
    "En attendre une.",
  ],
  other_request: [
    "une autre requête",
    "Cette méthode n'a pas d'explication propre ici.",
    "Une méthode que le serveur ne connaît pas.",
  ],
  unread_request: [
    "une requête refusée sans être lue",
    "Le serveur l'a refusée d'après ses seuls en-têtes. Son corps, et la méthode qu'il contient, n'a jamais été lu : nul ne peut dire ce qu'elle demandait.",
    "Ce que nomme la réponse : le corps n'y est pour rien.",
  ],
  model_question: [
    "interroger le modèle, en lui montrant les outils",
    "Toute la conversation et tous les outils vont au modèle, chaque fois : un modèle ne se souvient de rien entre deux requêtes. Ce fil-là n'est pas du MCP ; le modèle n'entend jamais parler du serveur.",
    "Un point d'accès ou un modèle sans appel d'outils : il répond en mots, ou refuse.",
  ],
  model_results: [
    "rendre les résultats au modèle",
    "La conversation s'allonge de l'appel du modèle et de son résultat, reliés par l'identifiant de l'appel, et repart tout entière. Le modèle peut maintenant répondre, ou demander autre chose.",
    "Un résultat sans son appel, ou un appel sans son résultat : les points d'accès refusent un tel historique.",
  ],
  models_list: [
    "quels modèles offre le point d'accès ?",
    "Les noms de la réponse sont ceux que l'on peut donner comme modèle.",
    "Un point d'accès qui garde sa liste pour lui.",
  ],
  preflight: [
    "un navigateur demande d'abord la permission (CORS)",
    "Avant qu'une page puisse envoyer ces en-têtes à une autre origine, son navigateur demande. Il le fait sans clé, et la réponse n'en exige pas.",
    "Une origine non autorisée : le navigateur n'envoie pas la vraie requête.",
  ],
  oauth_discovery: [
    "à la recherche d'un serveur OAuth",
    "Un client qui a reçu un 401 cherche des métadonnées de connexion à une adresse convenue. Ce serveur prend des clés fixes : il n'y en a pas.",
    "Rien : un 404 net dit au client de ne plus chercher.",
  ],
  oauth_register: [
    "tentative d'inscription comme client OAuth",
    "Certains clients s'inscrivent même sans métadonnées. La réponse dit en toutes lettres qu'il faut une clé.",
    "Rien : le refus est montré à la personne.",
  ],
  health: [
    "le serveur fonctionne-t-il ?",
    "Les répartiteurs de charge et les conteneurs le demandent sans clé ; la réponse ne dit rien d'autre.",
    "Un serveur figé : celui qui demande le met hors service.",
  ],
  other_http: [
    "une autre requête HTTP",
    "Elle ne porte pas de message MCP.",
    "Rien n'en dépend ici.",
  ],

  auth_header: [
    "la clé voyage dans l'en-tête Authorization",
    "Bearer, « au porteur » : qui porte la clé entre. Elle accompagne chaque requête, dans un en-tête et jamais dans l'URL, car les URL finissent dans les journaux. mcpdemo ne la montre et ne l'enregistre que sous la forme ***.",
    "Un autre schéma, une clé dans l'URL, ou un proxy qui retire l'en-tête : le serveur répond 401.",
  ],
  revision_headers: [
    "des en-têtes qui répètent le corps",
    "MCP-Protocol-Version, Mcp-Method et Mcp-Name permettent aux proxys et répartiteurs de charge d'aiguiller une requête sans lire son corps.",
    "Un en-tête qui diffère du corps : le serveur doit refuser par −32020.",
  ],
  request_meta: [
    "_meta : chaque requête se présente",
    "Sans poignée de main, chaque requête porte la révision, le client et ses capacités : n'importe quelle réplique du serveur peut ainsi lui répondre.",
    "Un _meta absent ou incomplet : le serveur refuse par −32602.",
  ],
  client_hello: [
    "ce que le client dit de lui-même",
    "protocolVersion est un souhait, capabilities une promesse de ce que le serveur pourra demander en retour (elicitation : on peut interroger la personne), clientInfo un nom pour les journaux.",
    "Une capacité promise mais non tenue : le serveur s'en servira.",
  ],
  tool_conversion: [
    "les outils MCP deviennent les fonctions du modèle",
    "Chaque outil du serveur devient une entrée de tools au format chat completions : son inputSchema devient parameters, et un nom que le format n'admet pas est changé. mcpdemo retient le chemin du retour.",
    "Deux outils qui finissent sous le même nom, ou un schéma que le point d'accès n'accepte pas.",
  ],
  offline_model: [
    "ce modèle fonctionne dans mcpdemo même",
    "Rien ne quitte le processus : sans API_KEY, un petit jeu de règles répond à la place d'un modèle, dans le même format. L'adresse est de celles qui ne peuvent pas exister (RFC 6761, .invalid).",
    "Une question que ses règles ne connaissent pas : API_KEY amène un vrai modèle.",
  ],
  session_id: [
    "le serveur crée l'identifiant de session",
    "Mcp-Session-Id vient avec la réponse à initialize, et le client l'envoie avec chaque requête suivante. Seul le serveur le crée, et il ne devrait pas se deviner : mcpdemo montre et enregistre un pseudonyme.",
    "Un client qui invente un identifiant, ou un serveur qui redémarre : la réponse est 404, et le client recommence.",
  ],
  server_hello: [
    "ce que le serveur dit de lui-même",
    "Sa protocolVersion décide, ses capabilities disent ce qu'on peut lui demander (outils, ressources, prompts), serverInfo est son nom, et instructions peut être un conseil au modèle.",
    "Une révision que le client ne parle pas : il devrait se déconnecter.",
  ],
  discover_result: [
    "ce que le serveur parle et offre",
    "supportedVersions énumère ses révisions, capabilities ce qu'on peut lui demander, serverInfo est son nom. Le client choisit une révision et s'en sert : rien n'a été établi, rien ne sera à clore.",
    "Aucune révision commune : une ère plus ancienne est alors essayée, ou tout s'arrête.",
  ],
  accepted: [
    "202 : reçu, sans réponse ici",
    "Une notification n'en demande pas. Dans HTTP+SSE, chaque POST finit ainsi, et la vraie réponse vient par le flux ouvert en premier.",
    "Attendre un corps.",
  ],
  result: [
    "le résultat, en JSON",
    "Le résultat porte l'identifiant de sa requête : c'est par lui que le client sait à quoi il répond.",
    "Un identifiant qu'aucune requête n'avait.",
  ],
  result_on_stream: [
    "le résultat, sur un flux",
    "Le résultat porte l'identifiant de sa requête. Dans HTTP+SSE, cet identifiant est tout ce qui relie une réponse à sa question, car elles voyagent sur des connexions différentes.",
    "Un flux qui se rompt avant le résultat : l'issue est inconnue.",
  ],
  tool_call_asked: [
    "le modèle demande un outil",
    "Le modèle ne répond pas encore : il écrit le nom d'un outil et des arguments en texte JSON. Rien n'a été exécuté jusqu'ici, et c'est à l'hôte de décider s'il le fera.",
    "Des arguments qui ne sont pas du JSON valide : l'hôte n'exécute rien et le dit au modèle.",
  ],
  final_answer: [
    "la réponse finale",
    "Aucun outil n'est demandé : ces mots sont donc la réponse, et mcpdemo vous les montre.",
    "Une réponse vide, ou coupée à la limite de longueur.",
  ],
  tool_error: [
    "l'outil a été exécuté et a échoué",
    "isError marque un échec du travail lui-même. Il va au modèle comme texte, pour qu'il se corrige, et tout continue.",
    "En faire une erreur de protocole : le modèle ne la verrait jamais.",
  ],
  rpc_error: [
    "une erreur JSON-RPC",
    "La requête elle-même a échoué : le code dit de quelle façon, le message est pour les personnes.",
    "Voir le code et le message.",
  ],
  closed_by_client: [
    "le client ferme le flux : c'est annuler la requête",
    "Par HTTP, l'ère la plus récente n'a pas de message pour cela. Chaque requête a son propre flux de réponse, et sa fermeture est donc sans équivoque : le serveur doit y voir l'annulation et ne plus rien envoyer pour cette requête.",
    "Un proxy qui garde ouverte la connexion au serveur : l'outil travaille encore, pour personne.",
  ],
  session_stream_ended: [
    "le flux finit, et la session avec lui",
    "HTTP+SSE n'a pas de message qui close une session : le flux est la session, et le fermer y met fin.",
    "Un POST à l'adresse de la session après cela : le serveur ne la connaît plus.",
  ],
  session_ended: [
    "la session est close",
    "Le serveur l'a oubliée et en finit les flux ; son identifiant n'ouvre plus rien.",
    "Réutiliser l'identifiant : la réponse est 404.",
  ],
  answer_stream: [
    "la réponse est un flux",
    "La réponse est de type text/event-stream : des événements peuvent précéder le résultat, et le flux finit après lui.",
    "Un client qui n'accepte que JSON : les deux types doivent figurer dans Accept.",
  ],
  endpoint_event: [
    "endpoint : où envoyer les requêtes désormais",
    "Le premier événement contient l'adresse des POST, et en elle l'identifiant de session que le serveur vient de créer. Le client n'en envoie aucun à lui.",
    "Une adresse d'une autre origine : un client ne doit pas y envoyer sa clé.",
  ],
  priming_event: [
    "un événement vide avec un identifiant",
    "Il donne un identifiant au client avant que rien ne se passe, pour qu'il puisse reprendre ce flux même s'il se rompt aussitôt.",
    "Un client qui lit cette donnée vide comme un message.",
  ],
  progress: [
    "progress : où en est le travail",
    "Le client l'a demandé par un progressToken ; chaque notification nomme ce jeton et un nombre qui ne fait que croître.",
    "Des notifications après le résultat, ou un nombre qui baisse.",
  ],
  elicitation: [
    "elicitation : le serveur interroge la personne",
    "Au milieu de son travail, le serveur a besoin de ce que seule la personne sait. Le client montre le formulaire ; on peut l'accepter, le refuser ou l'abandonner.",
    "Demander un mot de passe ainsi : c'est interdit.",
  ],
  input_required: [
    "input required : le serveur pose une question en retour",
    "Ni un échec ni encore un résultat : la réponse dit ce qu'il faut et contient un état scellé. La connexion finit ici, et le client rappelle quand il a les réponses.",
    "Un client qui prend ceci pour un résultat.",
  ],
  server_request: [
    "une requête du serveur au client",
    "Le flux porte aussi des requêtes dans ce sens ; le client répond par un POST.",
    "Un client qui n'a pas promis la capacité.",
  ],
  list_changed: [
    "la liste a changé",
    "La notification ne dit que cela : le client redemande la liste quand il en a besoin.",
    "La lire comme la nouvelle liste : elle n'en contient pas.",
  ],
  resource_updated: [
    "une ressource a changé",
    "La notification nomme l'URI ; le client relit la ressource s'il le veut.",
    "Y attendre le nouveau contenu.",
  ],
  log_message: [
    "un message de journal du serveur",
    "Il est pour les personnes et les programmes qui observent, pas pour le modèle.",
    "Une clé dedans : un journal n'en doit contenir aucune.",
  ],
  subscription_acknowledged: [
    "l'abonnement est établi",
    "Le serveur dit lesquels des changements voulus il annoncera vraiment.",
    "Compter sur une sorte qui manque à cette liste.",
  ],
  server_notification: [
    "une notification du serveur",
    "Elle n'a pas d'identifiant et n'obtient pas de réponse.",
    "Un client qui échoue sur une méthode inconnue.",
  ],
  model_chunk: [
    "un morceau de la réponse du modèle",
    "La réponse vient comme elle s'écrit, quelques lettres à la fois ; un appel d'outil arrive lui aussi en morceaux. mcpdemo les assemble.",
    "Lire un morceau comme s'il était entier.",
  ],
  model_done: [
    "[DONE] : le flux du modèle est fini",
    "Cet événement seul n'est pas du JSON ; certains points d'accès l'omettent.",
    "Le lire comme du JSON.",
  ],

  missing_key: [
    "401 : pas de clé utilisable",
    "Le serveur veut une clé et n'en a pas trouvé dans l'en-tête Authorization. WWW-Authenticate dit quel schéma il accepte.",
    "Définissez MCP_SERVER_AUTH_KEY ou donnez --auth-key ; vérifiez qu'aucun proxy ne retire l'en-tête.",
  ],
  wrong_key: [
    "403 : cette clé n'ouvre rien ici",
    "Une clé est venue et n'est aucune de celles du serveur. L'autorisation de MCP, qui est OAuth, veut 401 pour un jeton invalide ; le serveur de mcpdemo prend des clés fixes et répond 403 à dessein, pour que les clients s'arrêtent au lieu de lancer une connexion OAuth.",
    "Comparez la clé à celle avec laquelle le serveur a démarré ; cherchez une espace ou un guillemet de trop.",
  ],
  bad_credentials: [
    "400 : des identifiants illisibles",
    "Le Bearer est vide, ou la clé est venue deux fois, ou à deux endroits à la fois.",
    "Envoyez exactement un en-tête Authorization.",
  ],
  bad_origin: [
    "403 : cette page web ne peut pas appeler",
    "Un navigateur dit dans Origin quelle page appelle, et celle-ci n'est pas autorisée. Sans cette vérification, n'importe quelle page pourrait se servir d'un serveur sur votre machine (DNS rebinding).",
    "Démarrez le serveur avec --allow-origin pour cette page.",
  ],
  bad_host: [
    "403 : ce n'est pas un nom de ce serveur",
    "Host n'est pas un des noms du serveur : c'est ainsi que se montre un DNS rebinding.",
    "Utilisez localhost, ou démarrez le serveur avec --allow-host.",
  ],
  unknown_session: [
    "404 : pas de telle session",
    "Elle a expiré, a été close, est celle d'une autre clé, ou le serveur a redémarré : la réponse ne dit pas lequel, pour que personne ne puisse chercher des sessions à tâtons.",
    "Commencez-en une nouvelle par initialize. mcpdemo le fait de lui-même.",
  ],
  missing_session: [
    "400 : il manque l'identifiant de session",
    "Après initialize, chaque requête de cette ère porte Mcp-Session-Id.",
    "Envoyez l'identifiant venu avec la réponse à initialize.",
  ],
  stream_taken: [
    "409 : il y a déjà un flux d'écoute",
    "La spécification permet plusieurs flux à un client ; ce serveur en garde un par session pour ce qu'il dit de lui-même, comme le SDK TypeScript, et le premier reste tel quel.",
    "Fermez le premier, ou continuez sans second.",
  ],
  too_large: [
    "413 : le corps est trop grand",
    "Le serveur lit jusqu'à sa limite et pas plus loin, de quelque façon que le corps soit envoyé.",
    "Envoyez moins ; la limite de mcpdemo est de 4 Mio.",
  ],
  headers_too_large: [
    "431 : les en-têtes sont trop grands",
    "Un serveur borne ce qu'il lit avant de savoir qui demande.",
    "Cherchez un cookie ou une clé démesurée.",
  ],
  body_too_slow: [
    "408 : le corps n'est pas arrivé à temps",
    "Une requête qui ne finit jamais garderait sa place sans fin.",
    "Cherchez une connexion bloquée, ou un Content-Length trop élevé.",
  ],
  bad_json: [
    "−32700 : ce n'est pas du JSON",
    "Le corps ne se lit pas, ou n'est pas de l'UTF-8 valide, ou est trop imbriqué.",
    "Regardez les premiers octets du corps : un guillemet du shell, une marque d'ordre des octets ?",
  ],
  batch_refused: [
    "400 : pas de lots dans cette révision",
    "Plusieurs messages dans un corps n'ont existé que dans 2025-03-26.",
    "Envoyez chaque message seul.",
  ],
  unsupported_version: [
    "−32022 : cette révision n'est pas parlée ici",
    "La réponse énumère celles qui le sont : le client en choisit une et redemande.",
    "Utilisez une des révisions de data.supported.",
  ],
  header_mismatch: [
    "−32020 : en-têtes et corps se contredisent",
    "Les en-têtes répètent le corps pour les proxys ; une différence pourrait faire passer une requête devant une règle qui ne lit que les en-têtes : elle est donc refusée.",
    "Mettez MCP-Protocol-Version, Mcp-Method et Mcp-Name comme dans le corps, une fois chacun.",
  ],
  missing_capability: [
    "−32021 : le client n'a pas promis ce qu'il faut",
    "Le travail a besoin de quelque chose du client, comme interroger la personne, et ses capacités ne le nomment pas.",
    "Nommez la capacité dans _meta, si le client l'a vraiment.",
  ],
  invalid_params: [
    "−32602 : les paramètres ne conviennent pas",
    "Un nom est inconnu, un argument manque, ou _meta est incomplet ; le message dit lequel.",
    "Comparez la requête au schéma que donne le serveur.",
  ],
  unknown_method: [
    "−32601 : pas de telle méthode",
    "Le serveur ne connaît pas cette méthode, ou n'offre pas ce dont elle fait partie.",
    "Ne demandez que ce que nomment ses capacités.",
  ],
  wrong_content_type: [
    "415 : pas déclaré comme JSON",
    "Un corps n'est accepté qu'en application/json. Une page web ne peut pas l'envoyer à une autre origine sans demander d'abord.",
    "Envoyez Content-Type: application/json.",
  ],
  not_acceptable: [
    "406 : le client n'accepte pas ce qui viendrait",
    "Le serveur peut répondre en JSON ou par un flux, et choisit lui-même.",
    "Envoyez Accept: application/json, text/event-stream.",
  ],
  wrong_http_method: [
    "405 : pas cette méthode HTTP ici",
    "Allow énumère les méthodes possibles. Pour un GET, cela peut simplement vouloir dire que le serveur n'a pas de flux d'écoute, ce qui est permis.",
    "Utilisez une méthode que nomme Allow.",
  ],
  not_found: [
    "404 : rien à cette adresse",
    "Le serveur répond, mais pas à ce chemin.",
    "MCP se trouve d'ordinaire à /mcp, HTTP+SSE à /sse.",
  ],
  rate_limited: [
    "429 : trop de requêtes",
    "Le serveur se protège ; Retry-After dit combien de secondes attendre.",
    "Attendez, puis demandez moins souvent.",
  ],
  too_many_sessions: [
    "plus de sessions disponibles",
    "La limite de cette clé (429) ou du serveur (503) est atteinte. Une session vivante n'est jamais close pour faire de la place.",
    "Fermez les sessions inutiles, ou attendez qu'elles expirent.",
  ],
  redirected: [
    "une redirection",
    "Le serveur renvoie ailleurs. mcpdemo ne suit qu'au sein d'une même origine : la clé et la session ne doivent pas aller à une autre.",
    "Si la nouvelle adresse est la bonne, donnez-la par --server.",
  ],
  older_server: [
    "un serveur plus ancien : descendre d'une ère",
    "Il ne connaît pas server/discover. Ce n'est pas un échec : mcpdemo essaie ensuite initialize, puis HTTP+SSE.",
    "Rien à réparer : --era, au besoin, épargne cette question.",
  ],
  server_failed: [
    "le serveur a échoué",
    "Un statut à partir de 500 ne dit rien de l'ère ni de la clé : quelque chose s'est mal passé de l'autre côté.",
    "Regardez le journal du serveur ; derrière une passerelle, vérifiez qu'il fonctionne.",
  ],
  request_refused: [
    "le serveur a refusé la requête",
    "Le message de la réponse dit pourquoi.",
    "Lisez le message ; comparez la requête à la spécification.",
  ],
  no_answer: [
    "pas de réponse",
    "La connexion n'a pas pu s'établir, ou s'est rompue. Si la requête était partie, on ne peut savoir si elle a eu de l'effet.",
    "Le serveur fonctionne-t-il, à cette adresse, avec ce schéma (http, https) ?",
  ],
  model_key_refused: [
    "le point d'accès du modèle a refusé la clé",
    "Cette clé n'est pas celle du serveur MCP : chacun des deux fils a la sienne.",
    "Vérifiez API_KEY et API_URL.",
  ],
  model_not_found: [
    "le point d'accès ne connaît pas ce modèle, ou cette adresse",
    "404 veut dire l'un ou l'autre ; le corps dit souvent lequel.",
    "Vérifiez DEFAULT_MODEL, et qu'API_URL finit là où commence l'API, souvent par /v1.",
  ],
  model_rate_limited: [
    "le point d'accès du modèle veut moins de requêtes",
    "Les points d'accès comptent les requêtes et les jetons de chaque clé.",
    "Attendez le temps que dit Retry-After.",
  ],
  model_failed: [
    "le point d'accès du modèle a échoué",
    "Il a refusé la requête ou s'est effondré sur elle ; le corps en dit plus.",
    "Réessayez, essayez un autre modèle, ou retirez ce dont le corps se plaint.",
  ],
};
