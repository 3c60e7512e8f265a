import type { FailureCode } from '../values/failure.ts'
import type { AccessFailure } from './failures-access.ts'
import type { DecisionCode } from './failures-decisions.ts'
import type { LedgerCode } from './failures-ledger.ts'
import type { PaperCode } from './failures-papers.ts'
import type { SeatCode } from './failures-seats.ts'
import type { FrenchWordings } from './french-wording.ts'

type RequestCode = Exclude<FailureCode, AccessFailure | DecisionCode | LedgerCode | PaperCode | SeatCode>

/** What a path names, with its article. */
const THINGS: Readonly<Record<string, string>> = {
  address: 'Cette adresse n’existe pas',
  authority: 'Cette collectivité n’existe pas',
  closing: 'Cette clôture n’existe pas',
  cooperative: 'Cette coopérative n’existe pas',
  decision: 'Cette délibération n’existe pas',
  'feed key': 'Cette clé d’agenda n’existe pas',
  mandate: 'Ce mandat n’existe pas',
  movement: 'Ce mouvement n’existe pas',
  organ: 'Cet organe n’existe pas',
  person: 'Cette personne n’existe pas',
  'published summary': 'Cette synthèse publiée n’existe pas',
  'share class': 'Cette catégorie de parts n’existe pas',
  seat: 'Ce siège n’existe pas',
  token: 'Ce jeton n’existe pas',
}

const CURSORS: Readonly<Record<string, string>> = {
  'it was not given by this list': 'il ne vient pas de cette liste',
  'it belongs to other filters': 'il va avec d’autres filtres',
}

/** What is asked for, and how. */
export const FRENCH_REQUESTS: FrenchWordings<RequestCode> = {
  too_many_requests: {
    title: 'Trop de demandes',
    detail: ({ retryAfterSeconds }) => `Attendez ${retryAfterSeconds} s, puis envoyez moins de demandes par seconde.`,
  },
  not_found: {
    title: 'Introuvable',
    detail: ({ what }) => `${THINGS[what] ?? 'Ce qui est demandé n’existe pas'} dans ce registre.`,
  },
  method_not_allowed: {
    title: 'Méthode impossible',
    detail: ({ method, allowed }) => `${method} n’est pas possible ici ; utilisez ${allowed.join(', ')}.`,
  },
  invalid_input: {
    title: 'Saisie incorrecte',
    detail: ({ errors }) =>
      errors.length === 1 ? 'Un champ n’est pas comme attendu.' : `${errors.length} champs ne sont pas comme attendus.`,
  },
  unreadable_body: {
    title: 'Corps illisible',
    detail: (facts) =>
      facts.because === 'csv'
        ? `Le corps n’est plus du CSV à partir de la ligne ${facts.line} : autant de cellules par ligne que de colonnes, entre guillemets doubles si elles en contiennent (RFC 4180).`
        : {
            json: 'Le corps n’est pas du JSON bien formé.',
            empty: 'Le corps est vide ; envoyez ce que l’opération prend.',
            encoding: 'Le corps n’est pas ce que ses en-têtes annoncent (longueur ou codage).',
          }[facts.because],
  },
  body_too_large: {
    title: 'Corps trop grand',
    detail: ({ limitBytes }) => `Le corps a plus de ${limitBytes} octets.`,
  },
  unsupported_media_type: {
    title: 'Type de contenu non pris en charge',
    detail: ({ wanted }) => `Envoyez le corps en ${wanted}, sans compression.`,
  },
  unsupported_request: {
    title: 'Demande illisible',
    detail: () => 'Ce service ne peut lire cette demande (URL, en-têtes ou codage).',
  },
  headers_too_large: {
    title: 'URL ou en-têtes trop grands',
    detail: () => 'L’URL et les en-têtes ont ensemble plus d’octets que ce service n’en lit : envoyez-en moins.',
  },
  request_timeout: {
    title: 'Demande incomplète à temps',
    detail: () => 'La demande n’est pas arrivée entière à temps : envoyez ses en-têtes en 10 s, et le tout en 20 s.',
  },
  invalid_cursor: {
    title: 'Curseur incorrect',
    detail: ({ because }) =>
      `Le curseur ne peut servir : ${CURSORS[because] ?? because}. Recommencez à la première page.`,
  },
  nothing_to_export: {
    title: 'Rien à exporter',
    detail: () =>
      'Le registre ne contient rien de ce qui est demandé : choisissez d’autres dates, ou une autre coopérative.',
  },
  beneficiary_without_siret: {
    title: 'Bénéficiaire sans SIRET',
    detail: ({ cooperatives }) =>
      `La table nomme chaque bénéficiaire par son SIRET : donnez le SIREN et le NIC (PATCH /v1/cooperatives/{id}) de ${cooperatives.map(({ name }) => name).join(', ')}.`,
  },
  known_at_too_late: {
    title: 'Rien n’est connu si tard',
    detail: ({ knownAt, last }) =>
      `${knownAt} est après le dernier enregistrement, ${last} ; demandez cet instant, ou un plus ancien.`,
  },
  precondition_required: {
    title: 'If-Match est requis',
    detail: () => 'Lisez la ressource, puis envoyez son ETag dans If-Match, pour ne perdre le changement de personne.',
  },
  precondition_failed: {
    title: 'La ressource a changé',
    detail: () =>
      'If-Match n’est pas l’ETag actuel : relisez la ressource, puis décidez si votre changement vaut encore.',
  },
  idempotency_key_reused: {
    title: 'Clé d’idempotence déjà utilisée pour une autre demande',
    detail: () =>
      'Cette Idempotency-Key a été envoyée avec une autre méthode, un autre chemin, une autre requête ou un autre corps : prenez une clé neuve pour une demande nouvelle.',
  },
  idempotency_in_progress: {
    title: 'La même demande est encore en cours',
    detail: () => 'Une demande avec cette Idempotency-Key est encore en cours : renvoyez-la dans un instant.',
  },
  cooperative_unknown: {
    title: 'Coopérative inconnue',
    detail: ({ cooperativeId }) => `Il n’y a pas de coopérative ${cooperativeId}.`,
  },
  share_class_unknown: {
    title: 'Catégorie de parts inconnue',
    detail: ({ shareClassId }) => `Il n’y a pas de catégorie de parts ${shareClassId}.`,
  },
  share_class_of_other_cooperative: {
    title: 'Catégorie de parts d’une autre coopérative',
    detail: ({ shareClassId, cooperativeId }) =>
      `La catégorie de parts ${shareClassId} n’est pas de la coopérative ${cooperativeId}.`,
  },
  authority_unknown: {
    title: 'Collectivité inconnue',
    detail: ({ authorityId }) => `Il n’y a pas de collectivité ${authorityId}.`,
  },
  name_taken: { title: 'Nom déjà pris', detail: () => 'Ce nom est déjà pris.' },
  siren_taken: { title: 'SIREN déjà pris', detail: () => 'Une collectivité a déjà ce SIREN.' },
  unavailable: {
    title: 'Indisponible pour le moment',
    detail: () => 'La base de données ne répond pas : réessayez dans un instant, un POST avec la même Idempotency-Key.',
  },
  internal: {
    title: 'Erreur interne',
    detail: () =>
      'Le service a échoué ; rien n’a été écrit. Donnez à qui l’exploite le numéro de la demande (instance).',
  },
}
