/**
 * The few words of English and French that the offline model knows. Pure.
 *
 * @module
 */

/** The language of a question. */
export type Language = "en" | "fr";

const FRENCH = words(
  "ai as au aux avec bonjour bonsoir ce combien comment dans de des dis du elle en est et fait heure il ils " +
    "je jour la le les leur ma me merci mes moi mon moment nous on ou où par pas peux peut plaît pour pourquoi " +
    "qu que quel quelle quelles quels qui quoi sa salut se ses son sont sur ta te tes toi ton tu un une vous",
);
const ENGLISH = words(
  "a about am an and are at be can could current do does for from give good has have hello hey hi how i in is " +
    "it me my now of on or please right tell that the there this time to was what when where which who why " +
    "will with would you your day today",
);
const ABOUT_NOTHING = new Set([
  ...words(
    "actuellement aujourd hui maintenant moment tout svp stp please right now here just current currently " +
      "use using tool tools outil outils get gets returns return given",
  ),
  ...FRENCH,
  ...ENGLISH,
]);
for (const word of ["heure", "time", "jour", "day"]) ABOUT_NOTHING.delete(word);

/** French to English, so that one description serves both. */
const MEANING: Readonly<Record<string, string>> = {
  additionne: "add",
  additionner: "add",
  affiche: "show",
  annee: "date",
  ajoute: "add",
  ajouter: "add",
  calcule: "calculate",
  calculer: "calculate",
  cherche: "search",
  chercher: "search",
  clock: "time",
  compte: "count",
  conversion: "convert",
  convertir: "convert",
  convertis: "convert",
  cree: "create",
  creer: "create",
  decompte: "countdown",
  divise: "divide",
  ecris: "write",
  ecrire: "write",
  envoie: "send",
  envoyer: "send",
  fichier: "file",
  fuseau: "zone",
  heures: "time",
  hour: "time",
  mois: "date",
  month: "date",
  sum: "add",
  year: "date",
  heure: "time",
  image: "image",
  jour: "day",
  lire: "read",
  lis: "read",
  liste: "list",
  lister: "list",
  meteo: "weather",
  multiplie: "multiply",
  multiplier: "multiply",
  pays: "country",
  planifie: "plan",
  planifier: "plan",
  rebours: "countdown",
  repete: "echo",
  repeat: "echo",
  repeter: "echo",
  reunion: "meeting",
  somme: "add",
  soustrais: "subtract",
  supprime: "delete",
  supprimer: "delete",
  traduire: "translate",
  traduis: "translate",
  traduction: "translate",
  trouve: "find",
  utilisateur: "user",
  ville: "city",
};

/** The words above that are not English. */
const FRENCH_MEANINGS = new Set(
  Object.keys(MEANING).filter((word) =>
    !["clock", "conversion", "hour", "image", "month", "repeat", "sum", "year"].includes(word)
  ),
);

/** English unless more of the words are French. */
export function languageOfText(text: string): Language {
  const all = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const french =
    all.filter((word) => FRENCH.has(word) || FRENCH_MEANINGS.has(plain(word)) || /[àâçéèêëîïôùûœ]/.test(word))
      .length;
  const english = all.filter((word) => ENGLISH.has(word)).length;
  return french > english ? "fr" : "en";
}

/** In lower case and without accents, with one space between words. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The meaningful words of a text, in English, each once: `getCurrent_times` → `time`. */
export function meanings(text: string): Set<string> {
  const split = text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/\bcount(?:ing)? down\b/gi, "countdown");
  const found = plain(split).split(" ").filter((word) => word.length > 1 && !ABOUT_NOTHING.has(word));
  return new Set([...found.map((word) => stem(MEANING[word] ?? word)), ...operators(text)]);
}

function operators(text: string): string[] {
  const signs: [RegExp, string[]][] = [
    [/\d\s*\+\s*\d/, ["add"]],
    [/\d\s+-\s+\d/, ["subtract"]],
    [/\d\s*[*×x]\s*\d/, ["multiply"]],
    [/\d\s*[/÷]\s*\d/, ["divide"]],
  ];
  return signs.flatMap(([sign, names]) => sign.test(text) ? names : []);
}

function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|s)$/, "") : word;
}

/** Whether a word says nothing about what is asked. */
export function isAboutNothing(word: string): boolean {
  return ABOUT_NOTHING.has(plain(word));
}

function words(list: string): Set<string> {
  return new Set(list.split(" "));
}
