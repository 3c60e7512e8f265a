// The pages, one by one, and what they load.
import type { Api } from '../http/operation.ts'
import { offerDownloads, page } from '../http/page.ts'
import { ASSETS } from './assets.ts'
import { cooperativePage } from './cooperative-page.ts'
import { cooperativesPage } from './cooperatives-page.ts'
import { deadlinesPage } from './deadlines-page.ts'
import { decisionPage } from './decision-page.ts'
import { decisionsPage } from './decisions-page.ts'
import { documentsPage } from './documents-page.ts'
import { findingsPage } from './findings-page.ts'
import { movementPage } from './movement-page.ts'
import { portfolioPage } from './portfolio-page.ts'
import { seatsPage } from './seats-page.ts'
import { whyPage } from './why-page.ts'

const A_YEAR_SECONDS = 31_536_000

export function pageRoutes(api: Api): void {
  page(api, portfolioPage)
  page(api, cooperativesPage)
  page(api, cooperativePage)
  page(api, decisionsPage)
  page(api, decisionPage)
  page(api, seatsPage)
  page(api, deadlinesPage)
  page(api, findingsPage)
  page(api, whyPage)
  page(api, movementPage)
  page(api, documentsPage(api))
  offerDownloads(api)
  for (const { path, media, content } of Object.values(ASSETS)) {
    api.app.get(path, { logLevel: 'warn' }, async (_request, reply) =>
      reply.header('cache-control', `public, max-age=${A_YEAR_SECONDS}, immutable`).type(media).send(content),
    )
  }
}
