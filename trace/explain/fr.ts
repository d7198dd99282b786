/**
 * L'explication de chaque étape, en français : le même catalogue que `en.ts`.
 *
 * @module
 */
import type { StepTexts } from "./step_texts.ts";

/** `en.ts` est la version anglaise. */
export const fr: StepTexts = {
  server_discover: [
    "server/discover, la sonde : quelles révisions, quelles capacités a le serveur ?",
    "Une ère est un transport : comment voyagent les messages. Celle de 2026 n’a ni négociation initiale ni session. Cette question ne change rien et est facultative : mcpdemo demande les révisions et capacités du serveur, pour trouver l’ère. S’il la refuse, il est seulement plus ancien : mcpdemo essaie l’ère précédente.",
    "Un proxy qui retire l’en-tête MCP-Protocol-Version ou Mcp-Method : le serveur refuse alors la requête, car ses en-têtes doivent répéter ce que dit le corps.",
  ],
  stream_2024: [
    "ouvrir le flux d’événements de HTTP+SSE",
    "Dans l’ère 2024, toutes les réponses arrivent par ce flux unique, qui reste ouvert toute la session. Le client envoie ses requêtes à une autre adresse, que le serveur indique dans le premier événement.",
    "Un proxy qui met la réponse en tampon : le premier événement n’arrive jamais, et le client attend jusqu’à renoncer.",
  ],
  initialize: [
    "initialize, la négociation initiale : convenir d’une révision et des capacités",
    "Le premier message d’une session a trois parties : la révision que propose le client, ce qu’il sait faire, et son nom. Le serveur répond par les trois siennes. Une ère est un transport : comment voyagent les messages. Une révision est une version datée de la spécification ; elle se négocie ici, en 2024 comme en 2025.",
    "Toute autre requête avant celle-ci : la négociation initiale doit être le premier échange d’une session.",
  ],
  initialized: [
    "notifications/initialized : la négociation initiale est terminée",
    "Le client a lu la réponse du serveur et il est prêt. C’est une notification : elle n’a pas d’identifiant, et le serveur se contente d’en accuser réception par un 202.",
    "L’omettre : le client doit l’envoyer, et d’ici là le serveur ne devrait envoyer au client aucune requête, sauf ping.",
  ],
  stream_2025: [
    "écouter : un flux pour ce que le serveur envoie de lui-même",
    "Un GET sur l’adresse MCP ouvre un flux d’événements pour les messages qui ne répondent à aucune requête, comme un changement de la liste d’outils. Un serveur qui n’a pas ce flux répond 405, et la session continue sans lui.",
    "Un proxy qui ferme les connexions silencieuses : des messages arrivent tard ou se perdent. La spécification permet plusieurs de ces flux ; le serveur de mcpdemo en garde un par session et répond 409 au second.",
  ],
  stream_resumed: [
    "reprendre un flux interrompu",
    "Last-Event-ID désigne le dernier événement reçu. Le serveur renvoie les événements qui l’ont suivi sur ce flux, pour qu’une réponse ne se perde pas avec la connexion.",
    "Un serveur qui ne garde pas les événements, ou qui n’a plus celui-là : la réponse est perdue, et le client doit décider s’il redemande.",
  ],
  subscriptions_listen: [
    "subscriptions/listen : un flux pour les changements que demande le client",
    "Sans session, le client demande expressément les notifications : cette requête énumère les sortes de changements, et sa réponse est un flux d’événements qui reste ouvert.",
    "Un répartiteur de charge qui ferme les connexions silencieuses : le flux se termine, et le client doit s’abonner de nouveau et redemander les listes.",
  ],
  end_session: [
    "clore la session",
    "Par DELETE, le client dit qu’il n’a plus besoin de cette session. Un serveur peut refuser par 405, et peut lui-même clore une session à tout moment.",
    "L’omettre : le serveur garde la session jusqu’à ce qu’elle expire.",
  ],
  ping: [
    "ping : l’autre côté est-il toujours là ?",
    "Chaque côté peut l’envoyer à tout moment, et l’autre répond aussitôt par un résultat vide.",
    "Pas de réponse à temps : l’expéditeur tient la connexion pour perdue.",
  ],
  tools_list: [
    "tools/list : quels outils offre le serveur ?",
    "Chaque outil a un nom, une description destinée au modèle et un schéma JSON de ses arguments : c’est tout ce qu’un modèle en saura. Des annotations disent par exemple s’il ne fait que lire (readOnlyHint). Une longue liste arrive par pages, reliées par un curseur. Cette requête ne change rien : on peut la répéter.",
    "Une description ou un schéma vague : le modèle choisit le mauvais outil, ou en remplit mal les arguments.",
  ],
  tools_call: [
    "tools/call : exécuter un outil",
    "Un modèle ne peut rien appeler : il demande à l’hôte, le programme qui le fait travailler. L’hôte décide, et son client MCP envoie le nom et les arguments au serveur. Si aucune réponse ne vient, l’outil a pu être exécuté : seul un outil annoté readOnlyHint ou idempotentHint peut être appelé de nouveau sans risque.",
    "Une erreur, de trois sortes : un statut HTTP (le serveur refuse la requête, par exemple sa clé), une erreur JSON-RPC (le serveur n’a pas cet outil), ou un résultat avec isError (l’outil a échoué, ou les arguments ne suivent pas son schéma), que le modèle lit pour corriger son appel.",
  ],
  tools_call_again: [
    "tools/call à nouveau, avec les réponses demandées par le serveur",
    "Le serveur n’a pas de session où se souvenir du premier tour. Le client renvoie donc l’appel entier, avec les réponses de l’utilisateur et l’état que le serveur lui a confié.",
    "Un état modifié : le serveur l’a scellé, et le refuse s’il a changé.",
  ],
  resources_list: [
    "resources/list : quelles données offre le serveur ?",
    "Les ressources sont des données à lire, chacune avec une URI. L’hôte décide lesquelles un modèle verra.",
    "Un serveur sans la capacité resources répond par une erreur.",
  ],
  resources_templates_list: [
    "resources/templates/list : quelles adresses peut-on compléter ?",
    "Un gabarit est une URI à variables : il offre beaucoup de ressources sans les énumérer.",
    "Un serveur sans la capacité resources répond par une erreur.",
  ],
  resources_read: [
    "resources/read : lire une ressource",
    "La réponse contient le contenu en texte, ou en base64 s’il est binaire.",
    "Une URI que le serveur ne connaît pas.",
  ],
  resources_subscribe: [
    "resources/subscribe : me prévenir quand ceci change",
    "Désormais, le serveur envoie une notification à chaque changement de la ressource. Le client en relit alors le contenu.",
    "Pas de flux d’événements ouvert : le serveur n’a aucun moyen d’envoyer la notification.",
  ],
  resources_unsubscribe: [
    "resources/unsubscribe : plus de notifications à ce sujet",
    "Le serveur supprime l’abonnement.",
    "Rien : une URI sans abonnement ne change rien.",
  ],
  prompts_list: [
    "prompts/list : quels prompts offre le serveur ?",
    "Les prompts sont des gabarits qu’un utilisateur choisit, par exemple comme commande à barre oblique. Un modèle ne les choisit pas.",
    "Un serveur sans la capacité prompts répond par une erreur.",
  ],
  prompts_get: [
    "prompts/get : remplir un prompt",
    "Le serveur place les arguments dans le gabarit et rend des messages, prêts pour un modèle.",
    "Un argument obligatoire qui manque.",
  ],
  completion_complete: [
    "completion/complete : quelles valeurs conviennent ici ?",
    "Pendant qu’un utilisateur saisit un argument, le serveur propose des valeurs, cent au plus à la fois.",
    "Un prompt ou un gabarit que le serveur ne connaît pas.",
  ],
  logging_set_level: [
    "logging/setLevel : que doit journaliser le serveur ?",
    "Le serveur envoie en notifications ses messages de journal à partir de ce niveau.",
    "Un niveau qui n’est pas l’un des huit de syslog.",
  ],
  cancelled: [
    "notifications/cancelled : la réponse n’est plus nécessaire",
    "La notification donne l’identifiant de la requête. Le travail est peut-être déjà fait : les deux côtés doivent supporter une réponse qui la croise. Dans l’ère 2026, le client ferme plutôt le flux de la réponse.",
    "Annuler initialize, ou une requête envoyée par l’autre côté : ni l’un ni l’autre n’est permis.",
  ],
  answer_to_server: [
    "réponse à une requête du serveur",
    "Le serveur a demandé quelque chose au milieu de son travail. Le client envoie la réponse par un POST à part, avec l’identifiant de la requête du serveur.",
    "Un identifiant que le serveur n’a pas utilisé.",
  ],
  notification: [
    "une notification",
    "Un message sans identifiant, qui n’obtient pas de réponse.",
    "Attendre une réponse.",
  ],
  other_request: [
    "une autre requête",
    "mcpdemo n’a pas d’explication pour cette méthode.",
    "Une méthode que le serveur ne connaît pas.",
  ],
  unread_request: [
    "une requête que le serveur a refusée sans la lire",
    "Le serveur l’a refusée d’après ses seuls en-têtes. Il n’a lu ni le corps, ni la méthode qu’il contient : mcpdemo ne peut pas dire ce qui était demandé.",
    "Ce que dit la réponse : le corps n’y est pour rien.",
  ],
  model_question: [
    "interroger le modèle, en lui montrant les outils",
    "L’hôte envoie chaque fois toute la conversation et tous les outils : un modèle ne se souvient de rien entre deux requêtes. C’est l’API chat completions, pas MCP ; le modèle ne voit jamais le serveur, ni le serveur le modèle.",
    "Un point d’accès ou un modèle sans appels d’outils : il répond par du texte, ou refuse.",
  ],
  model_results: [
    "donner les résultats au modèle",
    "L’hôte ajoute à la conversation l’appel d’outil du modèle et son résultat, reliés par l’identifiant de l’appel, et renvoie le tout. Le modèle peut maintenant répondre, ou demander un autre outil.",
    "Un résultat sans son appel, ou un appel sans son résultat : les points d’accès refusent un tel historique.",
  ],
  models_list: [
    "quels modèles offre le point d’accès ?",
    "Les noms de la réponse sont les valeurs que --model accepte.",
    "Un point d’accès qui ne publie pas sa liste.",
  ],
  preflight: [
    "un navigateur demande d’abord la permission (CORS)",
    "Avant qu’une page puisse envoyer ces en-têtes à une autre origine, son navigateur le demande au serveur. Il le fait sans clé, et le serveur répond sans en exiger.",
    "Une origine non autorisée : le navigateur n’envoie pas la vraie requête.",
  ],
  oauth_discovery: [
    "à la recherche d’un serveur OAuth",
    "Un client qui a reçu un 401 cherche des métadonnées de connexion à une adresse convenue. Ce serveur utilise des clés fixes : il n’en a pas.",
    "Rien : un 404 net fait cesser la recherche.",
  ],
  oauth_register: [
    "tentative d’inscription comme client OAuth",
    "Certains clients s’inscrivent même sans métadonnées. La réponse dit que le serveur exige une clé.",
    "Rien : le client montre le refus à l’utilisateur.",
  ],
  health: [
    "le serveur fonctionne-t-il ?",
    "Les répartiteurs de charge et les conteneurs le demandent sans clé. La réponse dit que le serveur fonctionne, et rien d’autre.",
    "Un serveur figé : le répartiteur de charge le met hors service.",
  ],
  other_http: [
    "une autre requête HTTP",
    "Elle ne porte pas de message MCP.",
    "Rien : MCP n’en dépend pas.",
  ],

  auth_header: [
    "la clé (bearer) est dans l’en-tête Authorization",
    "Bearer, « au porteur » : qui a la clé entre. Elle va dans chaque requête, jamais dans une URL, car les journaux gardent les URL. C’est la clé que vous avez définie (MCP_SERVER_AUTH_KEY, --auth-key, --config) ou, pour le serveur intégré, une clé tirée au hasard pour cette exécution. mcpdemo affiche *** à sa place.",
    "Un autre schéma, une clé dans l’URL, ou un proxy qui retire l’en-tête : le serveur répond 401.",
  ],
  revision_headers: [
    "des en-têtes qui répètent le corps",
    "Grâce à MCP-Protocol-Version, Mcp-Method et Mcp-Name, les proxys et les répartiteurs de charge aiguillent une requête sans lire son corps.",
    "Un en-tête qui diffère du corps : le serveur doit refuser par −32020.",
  ],
  request_meta: [
    "_meta : chaque requête se présente",
    "L’ère 2026 n’a pas de session. À la place, chaque requête porte dans _meta ce qu’une session retiendrait : protocolVersion, clientInfo et clientCapabilities. Le serveur ne retient rien d’une requête à l’autre : n’importe lequel de ses réplicas peut donc répondre.",
    "Un _meta sans protocolVersion ou sans clientCapabilities : le serveur refuse par −32602.",
  ],
  client_hello: [
    "ce que le client dit de lui-même",
    "protocolVersion est la révision qu’il propose. capabilities énumère ce que le serveur peut demander au client (elicitation : le client peut interroger l’utilisateur). clientInfo est un nom pour les journaux.",
    "Une capacité que le client annonce sans l’avoir : le serveur s’en servira.",
  ],
  model_key: [
    "la clé propre au modèle est dans l’en-tête Authorization",
    "Ce n’est pas la clé du serveur MCP : c’est API_KEY, que vous a remise l’exploitant du point d’accès du modèle. Chaque clé ne va qu’à son destinataire : le point d’accès ne voit jamais la clé du serveur MCP, ni le serveur MCP celle-ci.",
    "Une clé à la place de l’autre : le point d’accès répond 401.",
  ],
  tool_conversion: [
    "les outils MCP deviennent les fonctions du modèle",
    "L’hôte fait de chaque outil du serveur une entrée de tools au format chat completions : son inputSchema devient parameters, et un nom que le format n’admet pas est changé. mcpdemo retient les noms d’origine.",
    "Deux outils qui finissent sous le même nom, ou un schéma que le point d’accès n’accepte pas.",
  ],
  offline_model: [
    "ce modèle fait partie de mcpdemo",
    "Rien ne quitte le processus : API_KEY n’est pas définie, et un petit jeu de règles répond à la place d’un modèle, dans le même format. Son adresse ne peut pas exister (RFC 6761, .invalid).",
    "Une question que ses règles ne couvrent pas : définissez API_KEY pour utiliser un vrai modèle.",
  ],
  model_stream: [
    "la réponse du modèle est aussi un flux, mais pas un flux MCP",
    "Sauf avec --no-stream, le point d’accès envoie sa réponse pendant que le modèle l’écrit : chaque événement contient quelques caractères, et [DONE] est le dernier. mcpdemo assemble les morceaux et les montre ici d’un seul tenant.",
    "Un proxy qui met en tampon : toute la réponse arrive à la fin.",
  ],
  session_id: [
    "le serveur crée l’identifiant de session",
    "Mcp-Session-Id dit au serveur à quelle session appartient une requête. Cet en-tête vient avec la réponse à initialize, et le client le répète dans chaque requête suivante. Seul le serveur crée l’identifiant. Ce n’est pas la clé, toujours exigée, mais il est secret lui aussi : mcpdemo montre un nom comme session-1.",
    "Un client qui invente un identifiant, ou un serveur qui redémarre : la réponse est 404, et le client commence une nouvelle session.",
  ],
  server_hello: [
    "ce que le serveur dit de lui-même",
    "protocolVersion est la révision de la session, parfois plus récente que le transport. Depuis celle de 2025-06-18, l’en-tête MCP-Protocol-Version la répète. capabilities dit ce que le client peut demander (outils, ressources, prompts), serverInfo est le nom du serveur, et instructions peut conseiller le modèle.",
    "Une révision que le client ne prend pas en charge : le client devrait se déconnecter.",
  ],
  discover_result: [
    "les révisions et les capacités du serveur",
    "supportedVersions énumère les révisions du serveur (versions datées de la spécification), capabilities ce que le client peut demander ; serverInfo est son nom. Le client choisit une révision, que chaque requête nomme. Le serveur ne retient rien du client : il n’y a pas de session, donc rien à clore.",
    "Aucune révision commune : le client essaie une ère plus ancienne, ou l’exécution s’arrête.",
  ],
  accepted: [
    "202 : accepté, et aucune réponse ne suivra",
    "Le message n’appelle pas de réponse : c’est une notification, ou la réponse du client au serveur. 202 dit seulement qu’il est arrivé.",
    "Attendre un corps dans cette réponse.",
  ],
  accepted_elsewhere: [
    "202 : accepté ; la réponse vient par le flux d’événements",
    "Dans l’ère 2024, un POST n’apporte jamais la réponse à sa requête. Le serveur l’envoie en événement sur le flux ouvert en premier, avant ce 202 ou après lui. L’identifiant de la requête relie les deux.",
    "Attendre un corps dans cette réponse.",
  ],
  default_server_absent: [
    "pas de serveur à l’adresse par défaut, comme prévu : mcpdemo lance le sien",
    "Aucun serveur n’a été donné : mcpdemo en cherche d’abord un à son adresse par défaut. Il n’y en a pas, et il en lance un pour cette exécution.",
    "Rien : --server évite cette recherche.",
  ],
  result: [
    "le résultat, en JSON",
    "Le résultat porte l’identifiant de sa requête : le client sait ainsi à quelle requête il répond.",
    "Un identifiant qu’aucune requête n’avait.",
  ],
  result_on_stream: [
    "le résultat",
    "Le résultat porte l’identifiant de sa requête. Dans l’ère 2024, cet identifiant seul relie une réponse à sa requête, car elles voyagent sur des connexions différentes.",
    "Un flux qui se rompt avant le résultat : l’issue est inconnue.",
  ],
  tool_call_asked: [
    "le modèle demande un appel d’outil",
    "Le modèle ne répond pas encore : il écrit le nom d’un outil, et ses arguments en texte JSON. Aucun outil n’a encore été exécuté ; c’est l’hôte qui décide.",
    "Des arguments qui ne sont pas du JSON valide : l’hôte n’exécute rien et le dit au modèle.",
  ],
  final_answer: [
    "la réponse finale",
    "Le modèle ne demande aucun outil : ses mots sont donc la réponse, et mcpdemo vous les montre.",
    "Une réponse vide, ou coupée à la limite de longueur.",
  ],
  tool_error: [
    "l’outil a été exécuté et a échoué",
    "isError marque un échec de l’outil lui-même, ou des arguments qu’il n’accepte pas. Un hôte en donne le texte au modèle, qui peut corriger son appel, et l’exécution continue.",
    "En faire une erreur de protocole : le modèle ne la verrait jamais.",
  ],
  rpc_error: [
    "une erreur JSON-RPC",
    "La requête elle-même a échoué : le code dit comment, et le message s’adresse aux personnes. Un outil exécuté qui a échoué donne, lui, un résultat avec isError.",
    "Voir le code et le message.",
  ],
  closed_by_client: [
    "le client ferme le flux, ce qui annule la requête",
    "Par HTTP, l’ère 2026 n’a pas de message d’annulation. Chaque requête a son propre flux de réponse : le serveur doit voir dans sa fermeture l’annulation, et ne plus rien envoyer pour cette requête.",
    "Un proxy qui garde ouverte la connexion au serveur : l’outil travaille encore, sans client.",
  ],
  session_stream_ended: [
    "le flux se termine, et la session avec lui",
    "HTTP+SSE n’a pas de message qui termine une session : le flux est la session, et le fermer met fin aux deux.",
    "Un POST à l’adresse de la session après cela : le serveur ne la connaît plus.",
  ],
  session_ended: [
    "la session est close",
    "Le serveur a supprimé la session et en termine les flux. Son identifiant n’est plus valable.",
    "Réutiliser l’identifiant : la réponse est 404.",
  ],
  answer_stream: [
    "la réponse est un flux d’événements",
    "La réponse est de type text/event-stream : des événements peuvent précéder le résultat, et le flux se termine après lui.",
    "Un client qui n’accepte que JSON : l’en-tête Accept doit énumérer les deux types.",
  ],
  endpoint_event: [
    "l’adresse des requêtes à partir de maintenant",
    "Le premier événement donne l’adresse des POST. Elle contient l’identifiant de session, qui dit au serveur à quel flux appartiennent les réponses ; seul le serveur le crée. Ce n’est pas la clé, que chaque requête doit toujours porter, mais il est secret lui aussi : mcpdemo montre à sa place un nom comme session-1.",
    "Une adresse d’une autre origine : un client ne doit pas y envoyer sa clé.",
  ],
  priming_event: [
    "un événement vide avec un identifiant",
    "Il donne un identifiant au client avant que rien ne se passe, pour qu’il puisse reprendre ce flux même s’il se rompt aussitôt.",
    "Un client qui lit cette donnée vide comme un message.",
  ],
  progress: [
    "progress : où en est le travail",
    "Le client l’a demandé par un progressToken. Chaque notification porte ce jeton et un nombre qui ne fait que croître.",
    "Des notifications après le résultat, ou un nombre qui baisse.",
  ],
  elicitation: [
    "elicitation : le serveur interroge l’utilisateur",
    "Au milieu de son travail, le serveur a besoin de ce que seul l’utilisateur sait. L’hôte montre un formulaire, que l’utilisateur peut accepter, refuser ou abandonner.",
    "Demander un mot de passe ainsi : la spécification l’interdit.",
  ],
  input_required: [
    "input required : le serveur pose une question en retour",
    "Ce n’est ni un échec ni encore un résultat : la réponse énumère ce qu’il faut au serveur et contient un état scellé. Elle se termine ici, et le client refait l’appel quand il a les réponses.",
    "Un client qui prend ceci pour un résultat.",
  ],
  server_request: [
    "une requête du serveur au client",
    "Le flux porte aussi des requêtes dans ce sens. Le client y répond par un POST.",
    "Un client qui n’a pas annoncé la capacité.",
  ],
  list_changed: [
    "la liste a changé",
    "La notification ne dit que cela. Le client redemande la liste quand il en a besoin.",
    "La lire comme la nouvelle liste : elle n’en contient pas.",
  ],
  resource_updated: [
    "une ressource a changé",
    "La notification donne l’URI. Le client relit la ressource s’il en a besoin.",
    "Y attendre le nouveau contenu.",
  ],
  log_message: [
    "un message de journal du serveur",
    "Il est pour les personnes et les programmes qui observent le serveur, pas pour le modèle.",
    "Une clé dedans : un journal ne doit contenir aucun secret.",
  ],
  subscription_acknowledged: [
    "l’abonnement est actif",
    "Le serveur dit lesquels des changements demandés il annoncera.",
    "Compter sur une sorte de changement absente de cette liste.",
  ],
  server_notification: [
    "une notification du serveur",
    "Elle n’a pas d’identifiant et n’obtient pas de réponse.",
    "Un client qui échoue sur une méthode inconnue.",
  ],
  model_chunk: [
    "un morceau de la réponse du modèle",
    "Le point d’accès envoie la réponse à mesure que le modèle l’écrit, quelques caractères à la fois ; un appel d’outil arrive lui aussi en morceaux. mcpdemo les assemble.",
    "Lire un morceau comme s’il était entier.",
  ],
  model_done: [
    "[DONE] : le flux du modèle est terminé",
    "Cet événement seul n’est pas du JSON. Certains points d’accès l’omettent.",
    "Le lire comme du JSON.",
  ],

  missing_key: [
    "401 : pas de clé utilisable",
    "Le serveur exige une clé et n’en a pas trouvé d’utilisable dans l’en-tête Authorization. WWW-Authenticate nomme le schéma qu’il accepte.",
    "Définissez MCP_SERVER_AUTH_KEY ou donnez --auth-key ; vérifiez qu’aucun proxy ne retire l’en-tête.",
  ],
  wrong_key: [
    "403 : le serveur n’accepte pas cette clé",
    "La clé reçue n’est pas l’une de celles du serveur. L’autorisation de MCP, qui est OAuth, exige 401 pour un jeton invalide. Le serveur de mcpdemo utilise des clés fixes et répond 403 à dessein, pour que les clients s’arrêtent au lieu de lancer une connexion OAuth.",
    "Comparez la clé à celle avec laquelle le serveur a démarré ; cherchez une espace ou un guillemet de trop.",
  ],
  bad_credentials: [
    "400 : des identifiants que le serveur ne peut pas lire",
    "La clé est vide, ou elle est venue deux fois, ou à deux endroits à la fois.",
    "Envoyez exactement un en-tête Authorization.",
  ],
  bad_origin: [
    "403 : cette page web ne peut pas appeler",
    "Le navigateur dit dans Origin quelle page appelle, et le serveur n’autorise pas celle-ci. Sans cette vérification, n’importe quelle page pourrait se servir d’un serveur de votre machine (DNS rebinding).",
    "Démarrez le serveur avec --allow-origin pour cette page.",
  ],
  bad_host: [
    "403 : ce n’est pas un nom de ce serveur",
    "Host n’est pas un des noms du serveur, ce qui trahit un DNS rebinding.",
    "Utilisez localhost, ou démarrez le serveur avec --allow-host.",
  ],
  unknown_session: [
    "404 : session inconnue",
    "La session a expiré, a été close, appartient à une autre clé, ou le serveur a redémarré. La réponse ne dit pas lequel, pour qu’un client ne puisse pas chercher des sessions à tâtons.",
    "Commencez une nouvelle session par initialize. mcpdemo le fait de lui-même.",
  ],
  missing_session: [
    "400 : il manque l’identifiant de session",
    "Dans l’ère 2025, chaque requête qui suit initialize porte Mcp-Session-Id.",
    "Envoyez l’identifiant venu avec la réponse à initialize.",
  ],
  stream_taken: [
    "409 : la session a déjà un flux d’écoute",
    "La spécification permet plusieurs flux à un client. Ce serveur en garde un par session pour ce qu’il envoie de lui-même, comme le SDK TypeScript, et le premier reste ouvert.",
    "Fermez le premier, ou continuez sans second.",
  ],
  too_large: [
    "413 : le corps est trop grand",
    "Le serveur lit jusqu’à sa limite et pas plus loin, de quelque façon que le corps soit envoyé.",
    "Envoyez moins ; la limite du serveur de mcpdemo est de 4 Mio.",
  ],
  headers_too_large: [
    "431 : les en-têtes sont trop grands",
    "Un serveur limite ce qu’il lit avant de savoir qui demande.",
    "Cherchez un cookie ou une clé démesurée.",
  ],
  body_too_slow: [
    "408 : le corps n’est pas arrivé à temps",
    "Sans limite, une requête qui ne finit jamais garderait sa place sans fin.",
    "Cherchez une connexion bloquée, ou un Content-Length trop élevé.",
  ],
  bad_json: [
    "−32700 : le corps n’est pas du JSON",
    "Le serveur n’a pas pu lire le corps : ce n’est pas du JSON, ou pas de l’UTF-8 valide, ou il est trop imbriqué.",
    "Regardez les premiers octets du corps : est-ce un guillemet du shell, ou une marque d’ordre des octets ?",
  ],
  batch_refused: [
    "400 : pas de lots dans cette révision",
    "Seule la révision 2025-03-26 permettait plusieurs messages dans un corps.",
    "Envoyez chaque message seul.",
  ],
  unsupported_version: [
    "−32022 : le serveur ne prend pas en charge cette révision",
    "La réponse énumère les révisions possibles : le client en choisit une et redemande.",
    "Utilisez une des révisions de data.supported.",
  ],
  header_mismatch: [
    "−32020 : en-têtes et corps se contredisent",
    "Les en-têtes répètent le corps pour les proxys. Une différence pourrait faire passer une requête devant une règle qui ne lit que les en-têtes : le serveur la refuse donc.",
    "Mettez MCP-Protocol-Version, Mcp-Method et Mcp-Name comme dans le corps, et envoyez chacun une fois.",
  ],
  missing_capability: [
    "−32021 : il manque au client une capacité nécessaire",
    "Le serveur a besoin que le client fasse quelque chose, comme interroger l’utilisateur, et les capacités que le client a annoncées ne le comprennent pas.",
    "Nommez la capacité dans _meta, si le client l’a vraiment.",
  ],
  invalid_params: [
    "−32602 : les paramètres ne conviennent pas",
    "Un nom est inconnu, un argument manque, ou _meta est incomplet ; le message dit lequel.",
    "Comparez la requête au schéma que donne le serveur.",
  ],
  unknown_method: [
    "−32601 : méthode inconnue",
    "Le serveur ne connaît pas cette méthode, ou n’offre pas ce dont elle fait partie.",
    "Ne demandez que ce que comprennent ses capacités.",
  ],
  wrong_content_type: [
    "415 : pas déclaré comme JSON",
    "Le serveur n’accepte un corps qu’en application/json. Une page web ne peut pas l’envoyer à une autre origine sans demander d’abord.",
    "Envoyez Content-Type: application/json.",
  ],
  not_acceptable: [
    "406 : le client n’accepte pas les deux types de réponse",
    "Le serveur peut répondre en JSON ou par un flux d’événements, et c’est lui qui choisit.",
    "Envoyez Accept: application/json, text/event-stream.",
  ],
  wrong_http_method: [
    "405 : cette adresse n’accepte pas cette méthode HTTP",
    "Allow énumère les méthodes acceptées. Pour un GET, cela peut simplement vouloir dire que le serveur n’a pas de flux d’écoute, ce qui est permis.",
    "Utilisez une méthode que nomme Allow.",
  ],
  not_found: [
    "404 : rien à cette adresse",
    "Le serveur répond, mais n’a rien à ce chemin.",
    "Essayez /mcp, où MCP se trouve d’ordinaire, ou /sse pour HTTP+SSE.",
  ],
  rate_limited: [
    "429 : trop de requêtes",
    "Le serveur limite le rythme des requêtes ; Retry-After dit combien de secondes attendre.",
    "Attendez, puis demandez moins souvent.",
  ],
  too_many_sessions: [
    "le serveur n’ouvre plus de sessions",
    "La limite de cette clé (429) ou du serveur (503) est atteinte. Le serveur ne clôt jamais une session vivante pour faire de la place.",
    "Fermez les sessions inutiles, ou attendez qu’elles expirent.",
  ],
  redirected: [
    "une redirection",
    "Le serveur renvoie à une autre adresse. mcpdemo ne suit qu’au sein d’une même origine, car la clé et la session ne doivent pas en atteindre une autre.",
    "Si la nouvelle adresse est la bonne, donnez-la par --server.",
  ],
  older_server: [
    "un serveur plus ancien : essayer l’ère précédente",
    "Le serveur ne connaît pas server/discover, et cela veut seulement dire qu’il est plus ancien. Ce n’est pas un échec : mcpdemo essaie ensuite initialize, puis HTTP+SSE.",
    "Rien n’est à réparer ; --era évite cette sonde.",
  ],
  server_failed: [
    "le serveur a échoué",
    "Un statut de 500 ou plus ne dit rien de l’ère ni de la clé : quelque chose s’est mal passé du côté du serveur.",
    "Regardez le journal du serveur ; derrière une passerelle, vérifiez que le serveur fonctionne.",
  ],
  request_refused: [
    "le serveur a refusé la requête",
    "Le message de la réponse dit pourquoi.",
    "Lisez le message ; comparez la requête à la spécification.",
  ],
  no_answer: [
    "pas de réponse",
    "La connexion n’a pas pu s’établir, ou s’est rompue. Si la requête était déjà partie, elle a peut-être eu de l’effet, et le client ne peut pas le savoir : il ne peut la répéter que si c’est sans risque.",
    "Le serveur fonctionne-t-il, à cette adresse, avec ce schéma (http, https) ?",
  ],
  model_key_refused: [
    "le point d’accès du modèle a refusé la clé",
    "Cette clé n’est pas celle du serveur MCP : le point d’accès du modèle et le serveur MCP ont chacun la leur.",
    "Vérifiez API_KEY et API_URL.",
  ],
  model_not_found: [
    "le point d’accès ne connaît pas ce modèle, ou cette adresse",
    "404 veut dire l’un ou l’autre ; le corps dit souvent lequel.",
    "Vérifiez DEFAULT_MODEL, et qu’API_URL finit là où commence l’API, souvent par /v1.",
  ],
  model_rate_limited: [
    "le point d’accès du modèle limite les requêtes",
    "Les points d’accès comptent les requêtes et les jetons de chaque clé, et celle-ci a atteint une limite.",
    "Attendez le temps que dit Retry-After.",
  ],
  model_failed: [
    "le point d’accès du modèle a échoué",
    "Il a refusé la requête, ou a échoué en la traitant ; le corps en dit plus.",
    "Réessayez, essayez un autre modèle, ou retirez ce dont le corps se plaint.",
  ],
};
