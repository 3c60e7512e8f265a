import { type OperationId, PERMISSIONS } from '../access/permissions.ts'
import { label } from '../french/labels.ts'
import type { FailureFacts } from '../values/failure.ts'
import type { AccessFailure } from './failures-access.ts'
import type { FrenchWordings } from './french-wording.ts'

/** Why nobody, or not everybody, is let in. */
export const FRENCH_ACCESS: FrenchWordings<AccessFailure> = {
  unauthenticated: { title: 'Non authentifié', detail: ({ because }) => NOT_AUTHENTICATED[because] },
  forbidden: {
    title: 'Non autorisé',
    detail: ({ role, operation }) =>
      `Le rôle « ${label('role', role)} » (${role}) ne le permet pas ; il faut l’un de ceux-ci : ${PERMISSIONS[operation as OperationId].map((one) => `${label('role', one)} (${one})`).join(', ')}.`,
  },
  no_access: { title: 'Connecté, mais sans accès', detail: ({ because, claim }) => NO_ACCESS[because](claim) },
  no_pages: {
    title: 'Pas de pages pour l’administration',
    detail: () =>
      'Un jeton d’administration ne lit aucun portefeuille : connectez-vous avec un jeton d’une collectivité.',
  },
  forged_form: {
    title: 'Envoi refusé',
    detail: () =>
      'Ce formulaire n’a pas été envoyé depuis une page de cette session : rouvrez la page, et envoyez-le de là.',
  },
  sign_in_failed: { title: 'Connexion non aboutie', detail: ({ because }) => SIGN_IN_FAILED[because] },
  issuer_unavailable: {
    title: 'Le fournisseur d’identité ne répond pas',
    detail: () =>
      'Le fournisseur d’identité ne répond pas, et l’accès ne peut être vérifié : réessayez dans un instant.',
  },
}

const ofOurs = (state: string) => `Le jeton est ${state} : demandez-en un nouveau à un administrateur.`
const ofIssuer = (fault: string) => `Le jeton d’accès ${fault}.`

const NOT_AUTHENTICATED: Record<FailureFacts['unauthenticated']['because'], string> = {
  missing: 'Envoyez un jeton : Authorization: Bearer <jeton>.',
  unknown: ofOurs('inconnu'),
  expired: ofOurs('expiré'),
  revoked: ofOurs('révoqué'),
  no_session: 'Connectez-vous pour voir cette page.',
  session_over: 'La session est terminée : reconnectez-vous.',
  malformed: ofIssuer(
    'n’est pas un JWT signé que cette API puisse lire, ou il a un en-tête crit qu’elle ne connaît pas',
  ),
  wrong_type: ofIssuer('n’est pas un jeton d’accès à une API : envoyez celui-là, non un jeton d’identité (RFC 9068)'),
  wrong_algorithm: ofIssuer('n’est pas signé avec RS256, PS256, ES256 ou EdDSA'),
  unknown_key: ofIssuer('nomme une clé que son émetteur n’a plus : demandez-lui-en un nouveau'),
  wrong_signature: ofIssuer('ne porte pas la signature de son émetteur'),
  wrong_issuer: ofIssuer('n’est pas de l’émetteur auquel cette API fait confiance (iss)'),
  wrong_audience: ofIssuer('n’est pas pour cette API (aud) : demandez-en un qui le soit à son émetteur'),
  not_yet_valid: ofIssuer('n’est pas encore valide (nbf)'),
  no_longer_valid: ofIssuer('n’est plus valide (exp) : demandez-en un nouveau à son émetteur'),
  claim_missing: ofIssuer('doit avoir iss, aud, exp et sub, et des dates bien formées'),
  bound_to_key: ofIssuer(
    'est lié à une clé de son client (cnf), que cette API ne peut vérifier : demandez un jeton au porteur',
  ),
}

const SIGN_IN_FAILED: Record<FailureFacts['sign_in_failed']['because'], string> = {
  not_begun: 'La connexion n’a pas été commencée dans ce navigateur, ou a pris trop de temps : recommencez.',
  denied: 'La connexion a été interrompue chez le fournisseur d’identité.',
  refused: 'Le fournisseur d’identité refuse la connexion : recommencez, ou demandez à qui s’en occupe.',
}

const NO_ACCESS: Record<FailureFacts['no_access']['because'], (claim: string) => string> = {
  authority_not_named: (claim) =>
    `Le jeton d’accès doit nommer une collectivité dans ${claim} : son identifiant ici, un SIREN ou un SIRET.`,
  authority_unknown: (claim) =>
    `La collectivité que le jeton d’accès nomme dans ${claim} n’est pas dans ce registre : demandez à un administrateur de l’y inscrire, avec son SIREN.`,
  no_role: (claim) => `Le jeton d’accès ne donne aucun rôle de ce registre dans ${claim}.`,
  several_roles: (claim) => `Le jeton d’accès donne plusieurs rôles de ce registre dans ${claim} : il en faut un seul.`,
}
