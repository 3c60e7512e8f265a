// What a field must be, in French: a catalogue from the English message, which schemas and refusals write, to the French
// one. Names of fields, codes, dates and amounts stay as they are, since they are what was sent, or is to be sent.

/** Messages word for word. */
const EXACT: Readonly<Record<string, string>> = {
  'is required': 'est obligatoire',
  'is required for this payment': 'est obligatoire pour ce paiement',
  'is required for this role': 'est obligatoire pour ce rôle',
  'is required where actorTokenId is left out': 'est obligatoire quand actorTokenId manque',
  'is there already: leave it out': 'est déjà là : retirez-le',
  'is not as expected': 'n’est pas comme attendu',
  'is not a field of this request: leave it out': 'n’est pas un champ de cette demande : retirez-le',
  'is not a cursor of this list': 'n’est pas un curseur de cette liste',
  'is for a mandate that was recorded already': 'est pour un mandat déjà enregistré',
  'it was not given by this list': 'ne vient pas de cette liste',
  'it belongs to other filters': 'va avec d’autres filtres',
  'needs to, the date of the end': 'demande to, la date de fin',
  'cannot be anything, since nothing is left: reverse a movement, or record a higher ceiling first':
    'ne peut rien être, puisqu’il ne reste rien : annulez un mouvement, ou enregistrez d’abord un plafond plus haut',
  'must be CSV (RFC 4180)': 'doit être du CSV (RFC 4180)',
  'must be there: a line below the names of the columns': 'doit être là : une ligne sous les noms des colonnes',
  'must be a JSON object': 'doit être un objet JSON',
  'must be a NIC: five digits': 'doit être un NIC : cinq chiffres',
  'must be a SHA-256 digest: 64 lower-case hexadecimal digits':
    'doit être une empreinte SHA-256 : 64 chiffres hexadécimaux en minuscules',
  'must be a SIREN: nine digits': 'doit être un SIREN : neuf chiffres',
  'must be a UUID, such as 019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61':
    'doit être un UUID, tel que 019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
  'must be a code of the ACTES nomenclature, such as "7.9"':
    'doit être un code de la nomenclature ACTES, tel que "7.9"',
  'must be a date that exists, YYYY-MM-DD, or an instant in UTC (RFC 3339)':
    'doit être une date qui existe, AAAA-MM-JJ, ou un instant en UTC (RFC 3339)',
  'must be a date that exists, YYYY-MM-DD, such as 2025-12-31':
    'doit être une date qui existe, AAAA-MM-JJ, telle que 2025-12-31',
  'must be a decision about this cooperative': 'doit être une délibération sur cette coopérative',
  'must be a decision that was not rejected, withdrawn or annulled':
    'doit être une délibération qui n’a été ni rejetée, ni retirée, ni annulée',
  'must be a euro amount as a string with exactly two decimals, from 0.00 to 999999999999.99, such as "10000.00"':
    'doit être un montant en euros, en texte, avec exactement deux décimales, de 0.00 à 999999999999.99, tel que "10000.00"',
  'must be a euro amount as a string with exactly two decimals, from 0.01 to 999999999999.99, such as "10000.00"':
    'doit être un montant en euros, en texte, avec exactement deux décimales, de 0.01 à 999999999999.99, tel que "10000.00"',
  'must be a euro amount as a string with exactly two decimals, such as "-1250.00"':
    'doit être un montant en euros, en texte, avec exactement deux décimales, tel que "-1250.00"',
  'must be a name that is not taken yet': 'doit être un nom qui n’est pas encore pris',
  'must be a nominal value in euros as a string, more than 0, with at most four decimals, such as "15.2449"':
    'doit être une valeur nominale en euros, en texte, au-dessus de 0, avec quatre décimales au plus, telle que "15.2449"',
  'must be a number of jobs as a string, at most two decimals, such as "12.50"':
    'doit être un nombre d’emplois, en texte, avec deux décimales au plus, tel que "12.50"',
  'must be a number that no other decision of this body has':
    'doit être un numéro qu’aucune autre délibération de cet organe n’a',
  'must be the number of an account: two to ten digits, from class 1 to 8':
    'doit être le numéro d’un compte : de deux à dix chiffres, de la classe 1 à 8',
  'must be the id of a rule of GET /v1/compliance/rules':
    'doit être l’identifiant d’une règle de GET /v1/compliance/rules',
  'must be the name of a parameter of the rule': 'doit être le nom d’un paramètre de la règle',
  'must be a person that was not erased': 'doit être une personne qui n’a pas été effacée',
  'must be a ratio from 0 to 1 as a string, such as "0.300000"':
    'doit être un rapport de 0 à 1, en texte, tel que "0.300000"',
  'must be a slug: lower-case letters, digits and single underscores, such as third_place':
    'doit être un nom court : minuscules, chiffres et tirets bas isolés, tel que third_place',
  'must be a whole number': 'doit être un nombre entier',
  'must be a whole number of months': 'doit être un nombre entier de mois',
  'must be a whole number of votes': 'doit être un nombre entier de voix',
  'must be a whole number of shares as a string, from 0 to 999999999999, such as "200"':
    'doit être un nombre entier de parts, en texte, de 0 à 999999999999, tel que "200"',
  'must be a whole number of shares as a string, from 1 to 999999999999, such as "200"':
    'doit être un nombre entier de parts, en texte, de 1 à 999999999999, tel que "200"',
  'must be a year from 1900 to 2199': 'doit être une année de 1900 à 2199',
  'must be a year, from 1900 to 2199': 'doit être une année, de 1900 à 2199',
  'must be a year that is open': 'doit être un exercice ouvert',
  'must be a year, as a number': 'doit être une année, en nombre',
  'must be an INSEE commune code, such as 62041 or 2A004':
    'doit être un code commune de l’INSEE, tel que 62041 ou 2A004',
  'must be an executory decision: record its transmission and its publication first':
    'doit être une délibération exécutoire : enregistrez d’abord sa transmission et sa publication',
  'must be an http or https address (RFC 3986) without user or password, such as https://www.example.fr/actes/45.pdf':
    'doit être une adresse http ou https (RFC 3986) sans utilisateur ni mot de passe, telle que https://www.example.fr/actes/45.pdf',
  'must be an instant in UTC (RFC 3339), such as 2026-01-15T09:00:00.000000Z':
    'doit être un instant en UTC (RFC 3339), tel que 2026-01-15T09:00:00.000000Z',
  'must be an operationId of this API': 'doit être un operationId de cette API',
  'must be another person': 'doit être une autre personne',
  'must be at most 60: the law’s five years': 'doit être au plus 60 : les cinq ans de la loi',
  'must be in the future': 'doit être dans l’avenir',
  'must be left out when decisionId is given': 'doit manquer quand decisionId est donné',
  'must be left out where a step bears the vote': 'doit manquer quand une étape porte le vote',
  'must be left out where the step bears the vote': 'doit manquer quand l’étape porte le vote',
  'must be left out where the decision bears the vote': 'doit manquer quand la délibération porte le vote',
  'must be left out: an administrator belongs to the installation':
    'doit manquer : un administrateur est de l’installation',
  'must be new for a new request': 'doit être neuve pour une demande nouvelle',
  'must be oldest or newest': 'doit être oldest ou newest',
  'must be one line, without tabs': 'doit tenir sur une ligne, sans tabulation',
  'must be the SIREN of an authority that is not there yet':
    'doit être le SIREN d’une collectivité qui n’est pas encore là',
  'must be the SIRET of the authority: fourteen digits': 'doit être le SIRET de la collectivité : quatorze chiffres',
  'must be a SIRET without a typing error: its check digit is another (Luhn)':
    'doit être un SIRET sans faute de frappe : sa clé de contrôle est autre (Luhn)',
  'must be the reference of an advance convention of this cooperative':
    'doit être la référence d’une convention d’avance de cette coopérative',
  'must be the reference of another convention': 'doit être la référence d’une autre convention',
  'must be the id of a movement of this cooperative (GET /v1/movements)':
    'doit être l’identifiant d’un mouvement de cette coopérative (GET /v1/movements)',
  'must be the id of a movement that is no reversal':
    'doit être l’identifiant d’un mouvement qui n’est pas une annulation',
  'must be the id of a state aid of this cooperative': 'doit être l’identifiant d’une aide de cette coopérative',
  'must be the id of a state aid that is about no movement':
    'doit être l’identifiant d’une aide qui ne porte sur aucun mouvement',
  'must be the id of a state aid that still stands': 'doit être l’identifiant d’une aide encore en vigueur',
  'must be the id of a cooperative of your authority (GET /v1/cooperatives)':
    'doit être l’identifiant d’une coopérative de votre collectivité (GET /v1/cooperatives)',
  'must be the id of a decision of your authority (GET /v1/decisions)':
    'doit être l’identifiant d’une délibération de votre collectivité (GET /v1/decisions)',
  'must be the id of a person of your authority (GET /v1/persons)':
    'doit être l’identifiant d’une personne de votre collectivité (GET /v1/persons)',
  'must be the id of a seat of your authority (GET /v1/seats)':
    'doit être l’identifiant d’un siège de votre collectivité (GET /v1/seats)',
  'must be the id of a share class of this cooperative':
    'doit être l’identifiant d’une catégorie de parts de cette coopérative',
  'must be the id of a step of this decision': 'doit être l’identifiant d’une étape de cette délibération',
  'must be the id of a step that still counts': 'doit être l’identifiant d’une étape qui compte encore',
  'must be the id of an authority (GET /v1/authorities)':
    'doit être l’identifiant d’une collectivité (GET /v1/authorities)',
  'must be the id of an organ of your authority’s cooperatives (GET /v1/organs)':
    'doit être l’identifiant d’un organe des coopératives de votre collectivité (GET /v1/organs)',
  'must be true or false': 'doit être true ou false',
  'must be well-formed Unicode without control characters':
    'doit être de l’Unicode bien formé, sans caractères de commande',
  'must have 1 to 255 printable ASCII characters, quoted or bare':
    'doit avoir de 1 à 255 caractères ASCII imprimables, entre guillemets ou non',
  'must have as many for as against, or more, and some':
    'doit avoir autant de pour que de contre, ou plus, et au moins une voix pour',
  'must have no invisible characters': 'ne doit pas avoir de caractères invisibles',
  'must have no majority for': 'ne doit pas avoir de majorité pour',
  'must leave a nominal value with at most four decimals':
    'doit laisser une valeur nominale de quatre décimales au plus',
  'must leave entered_in_error where to equals from, and only there: such a mandate never was':
    'doit laisser entered_in_error là où to égale from, et là seulement : un tel mandat n’a jamais été',
  'must leave every balance within range': 'doit laisser chaque solde dans ses limites',
  'must make the number of shares held × splitTo ÷ splitFrom whole':
    'doit rendre entier le nombre de parts détenues × splitTo ÷ splitFrom',
  'must name at least one field to change': 'doit nommer au moins un champ à changer',
  'must name each college once': 'doit nommer chaque collège une fois',
  'must not be blank': 'ne doit pas être blanc',
  'must not be empty': 'ne doit pas être vide',
  'must not be in the future': 'ne doit pas être dans l’avenir',
  'must say why no decision is cited: a mandate is held by an appointment':
    'doit dire pourquoi aucune délibération n’est citée : un mandat se tient d’une désignation',
  'must say why the mandate ends': 'doit dire pourquoi le mandat prend fin',
  'must stand where there is no decisionId, and only there': 'doit être là où decisionId manque, et là seulement',
}

/** What is counted, after its number. */
const COUNTED: Readonly<Record<string, string>> = {
  authorisations: 'autorisations',
  characters: 'caractères',
  colleges: 'collèges',
  cooperatives: 'coopératives',
  documents: 'documents',
  holders: 'détenteurs',
  steps: 'étapes',
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'texte',
  number: 'nombre',
  int: 'nombre entier',
  boolean: 'booléen',
  array: 'liste',
  object: 'objet',
  record: 'objet',
  null: 'null',
  NaN: 'NaN',
  undefined: 'rien',
}
const type = (name = '') => TYPES[name] ?? name

type Pattern = readonly [RegExp, (...parts: string[]) => string]

/** Messages with values in them; the first that fits. */
const PATTERNS: readonly Pattern[] = [
  [/^must have begun on asOf, (\S+)$/, (asOf) => `doit avoir commencé à la date asOf, ${asOf}`],
  [/^must be one of (.+)$/s, (names) => `doit être l’une des valeurs ${names}`],
  [/^must be of type (\S+), not (\S+)$/, (one, other) => `doit être de type ${type(one)}, non ${type(other)}`],
  [/^must have at most (\d+) (\w+)$/, (most, what = '') => `doit avoir au plus ${most} ${COUNTED[what] ?? what}`],
  [/^must be a whole number from (\d+) to (\d+)$/, (least, most) => `doit être un nombre entier de ${least} à ${most}`],
  [
    /^must be as the unit of the parameter asks: (\S+)$/,
    (unit) => `doit être comme le demande l’unité du paramètre : ${unit}`,
  ],
  [/^must be from (\S+) to (\S+)$/, (least, most) => `doit être de ${least} à ${most}`],
  [/^must be (\S+) or more$/, (least) => `doit être ${least} ou plus`],
  [
    /^must be a decision that authorises (\w+) for this cooperative$/,
    (what) => `doit être une délibération qui autorise ${what} pour cette coopérative`,
  ],
  [/^must be a year that has begun: at most (\d+)$/, (year) => `doit être un exercice commencé : au plus ${year}`],
  [
    /^must be another person, or end mandate (\S+) first$/,
    (id) => `doit être une autre personne, ou mettez d’abord fin au mandat ${id}`,
  ],
  [/^must be possible now: (.+)$/, (steps) => `doit être possible à présent : ${steps}`],
  [/^must be for \+ against \+ abstaining, (\d+)$/, (sum) => `doit être for + against + abstaining, ${sum}`],
  [/^must be in the year (\d+)$/, (year) => `doit être dans l’année ${year}`],
  [
    /^must be left out: (\w+) has no number of shares$/,
    (instrument) => `doit manquer : ${instrument} n’a pas de nombre de parts`,
  ],
  [/^must be (?:at most|no more than) (\w+), (\S+)$/, (field, most) => `doit être au plus ${field}, ${most}`],
  [
    /^must be (after|before|on or after|on or before) (from|to), (\S+)$/,
    (when = '', field, date) => `doit être ${WHEN[when]} ${field}, ${date}`,
  ],
  [/^must be (after|before|on or after|on or before) (\S+)$/, (when = '', date) => `doit être ${WHEN[when]} ${date}`],
  [/^must be at most (\S+)$/, (most) => `doit être au plus ${most}`],
  [/^must be at least (\S+)$/, (least) => `doit être au moins ${least}`],
  [
    /^must begin with the SIREN of the authority, (\d+)$/,
    (siren) => `doit commencer par le SIREN de la collectivité, ${siren}`,
  ],
  [/^must leave at most (\d+) periods$/, (most) => `doit laisser au plus ${most} périodes`],
  [
    /^must leave no day in common with mandate (\S+), or end that one first$/,
    (id) => `ne doit avoir aucun jour commun avec le mandat ${id}, ou mettez d’abord fin à celui-ci`,
  ],
  [
    /^must leave the mandate (\S+) possible, or change that one first$/,
    (id) => `doit laisser possible le mandat ${id}, ou changez-le d’abord`,
  ],
  [
    /^must leave the (\w+) of (\S+) possible, or reverse that movement first$/,
    (kind, date) => `doit laisser possible le mouvement ${kind} du ${date}, ou annulez-le d’abord`,
  ],
  [
    /^must leave to on or after from: (\S+) to (\S+)$/,
    (from, to) => `doit laisser to à from ou après : ${from} à ${to}`,
  ],
  [
    /^must lie within the seat’s validity, from (\S+) on$/,
    (from) => `doit tenir dans la validité du siège, à partir du ${from}`,
  ],
  [
    /^must lie within the seat’s validity, from (\S+) to (\S+) \(exclusive\)$/,
    (from, to) => `doit tenir dans la validité du siège, du ${from} au ${to} (exclu)`,
  ],
  [
    /^must not be (\w+), with the votes that the decision has$/,
    (kind) => `ne doit pas être ${kind}, avec le vote de la délibération`,
  ],
  [/^must not be in (\d+), which is closed$/, (year) => `ne doit pas être dans l’exercice ${year}, qui est clos`],
  [
    /^must not be needed by another step: cancel (\w+) of (\S+) first$/,
    (kind, date) => `ne doit pas être nécessaire à une autre étape : annulez d’abord ${kind} du ${date}`,
  ],
  [
    /^must not repeat the cooperative and instrument of authorisation (\d+)$/,
    (first) => `ne doit pas répéter la coopérative et l’instrument de l’autorisation ${first}`,
  ],
  [
    /^must say why no decision is cited: a (\w+) consumes an authorisation$/,
    (kind) => `doit dire pourquoi aucune délibération n’est citée : ${kind} consomme une autorisation`,
  ],
  [/^must not be there: at most (\d+) lines$/, (most) => `ne doit pas être là : ${most} lignes au plus`],
  [/^must be ([\da-f-]{36})$/, (id) => `doit être ${id}`],
]

const WHEN: Readonly<Record<string, string>> = {
  after: 'après',
  before: 'avant',
  'on or after': 'égal ou postérieur à',
  'on or before': 'égal ou antérieur à',
}

/** A message in French; undefined where the catalogue has none. */
export function frenchMessage(message: string): string | undefined {
  if (Object.hasOwn(EXACT, message)) return withNoBreaks(EXACT[message] as string)
  for (const [pattern, words] of PATTERNS) {
    const found = pattern.exec(message)
    if (found) return withNoBreaks(words(...found.slice(1)))
  }
  return undefined
}

/** French sets a space before these signs, which must not end a line. */
export function withNoBreaks(text: string): string {
  return text.replace(/ (?=[:;?!»%])/g, '\u00a0').replace(/« /g, '«\u00a0')
}
