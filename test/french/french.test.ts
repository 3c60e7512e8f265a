// Figures and dates keep every digit in French, and every name of the API has its words.
import fc from 'fast-check'
import { test } from 'tap'
import { ROLES } from '../../src/access/permissions.ts'
import { MEMBER_CATEGORIES } from '../../src/capital-statements/schema.ts'
import { Finding } from '../../src/compliance/schema.ts'
import { AUDIT_CONCLUSIONS } from '../../src/cooperative-audits/schema.ts'
import { LEGAL_FORMS } from '../../src/cooperatives/schema.ts'
import { DEADLINE_KINDS } from '../../src/deadlines/schema.ts'
import { AUTHORISATION_STATES, INSTRUMENTS } from '../../src/decisions/authorisation.ts'
import { DecisionInput } from '../../src/decisions/schema.ts'
import { STATUSES, STEP_KINDS } from '../../src/decisions/step.ts'
import { DECISION_KINDS } from '../../src/decisions/subject.ts'
import { changesInWords } from '../../src/french/changes.ts'
import { subjectInFrench, valueInFrench } from '../../src/french/findings.ts'
import {
  frenchDate,
  frenchEuros,
  frenchInstant,
  frenchNumber,
  frenchPercent,
  frenchShortDate,
} from '../../src/french/format.ts'
import { FIGURE_LABELS, FIGURE_MEANINGS, label, namesIn } from '../../src/french/labels.ts'
import { EVENT_TYPES } from '../../src/history/schema.ts'
import { ACCOUNTS } from '../../src/ledger/account.ts'
import { MOVEMENT_KINDS } from '../../src/ledger/input.ts'
import { FIGURES } from '../../src/portfolio/figures.ts'
import { SEVERITIES } from '../../src/rules/rule.ts'
import { BASES } from '../../src/rules/term.ts'
import { END_REASONS, MANDATE_ROLES, MANDATE_STATES, SEAT_STATES } from '../../src/seats/mandate.ts'
import { organKind } from '../../src/seats/schema.ts'
import { AID_REGULATIONS } from '../../src/state-aids/schema.ts'

test('figures, dates and instants', async (t) => {
  t.equal(frenchEuros('1234567.50'), '1\u00a0234\u00a0567,50\u00a0€')
  t.equal(frenchEuros('-85.10'), '−85,10\u00a0€')
  t.equal(frenchEuros('0.00'), '0,00\u00a0€')
  t.equal(frenchNumber('999'), '999')
  t.equal(frenchNumber('1000'), '1\u00a0000')
  t.equal(frenchPercent('0.256410'), '25,6410\u00a0%')
  t.equal(frenchPercent('0.000000'), '0,0000\u00a0%')
  t.equal(frenchPercent('1.000000'), '100,0000\u00a0%')
  t.equal(frenchPercent('-0.001234'), '−0,1234\u00a0%')
  t.equal(frenchDate('2026-02-01'), '1er\u00a0février 2026')
  t.equal(frenchDate('0987-12-31'), '31\u00a0décembre 987')
  t.equal(frenchShortDate('2025-12-31'), '31/12/2025')
  t.equal(frenchInstant('2026-01-15T23:30:00.123456Z', 'Europe/Paris'), '16\u00a0janvier 2026 à\u00a000:30:00')
})

test('what a movement changes, in words', async (t) => {
  const none = { cost: '0.00', uncalled: '0.00', payable: '0.00', owed: '0.00', impairment: '0.00', receivable: '0.00' }
  const effect = { ...none, advances: '0.00', treasury: '-2500.00', shares: '200' }
  t.same(changesInWords(effect), ['+200 parts', 'trésorerie −2\u00a0500,00\u00a0€'])
  t.same(changesInWords({ ...effect, shares: '-1', treasury: '0.00', cost: '50.00' }), [
    '−1 part',
    'coût +50,00\u00a0€',
  ])
  t.same(changesInWords({ ...effect, shares: '0', treasury: '0.00' }), [])
})

test('no digit is lost, at any size', async (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (cents) => {
      const digits = `${cents < 0n ? -cents : cents}`.padStart(3, '0')
      const amount = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
      const back = frenchEuros(amount).replaceAll('\u00a0', '').replace('€', '').replace('−', '-').replace(',', '.')
      return back === amount
    }),
  )
  t.pass()
})

test('every name of the API has its words, and no words are left over', async (t) => {
  t.same(Object.keys(FIGURE_MEANINGS), ['cooperatives', ...FIGURES])
  for (const figure of FIGURES) t.ok(FIGURE_LABELS[figure], figure)
  t.same(namesIn('movementKind'), MOVEMENT_KINDS)
  t.same(namesIn('account'), Object.keys(ACCOUNTS))
  t.same(namesIn('legalForm'), LEGAL_FORMS)
  t.same(namesIn('instrument'), INSTRUMENTS)
  t.same(namesIn('body'), DecisionInput.shape.body.options)
  t.same(namesIn('decisionKind'), DECISION_KINDS)
  t.same(namesIn('status').sort(), [...STATUSES].sort())
  t.same(namesIn('step'), STEP_KINDS)
  t.same(namesIn('authorisationState'), AUTHORISATION_STATES)
  t.same(namesIn('organKind'), organKind.options)
  t.same(namesIn('seatState'), SEAT_STATES)
  t.same(namesIn('mandateState'), MANDATE_STATES)
  t.same(namesIn('mandateRole'), MANDATE_ROLES)
  t.same(namesIn('endReason'), END_REASONS)
  t.same(namesIn('eventType'), EVENT_TYPES)
  t.same(namesIn('auditConclusion'), AUDIT_CONCLUSIONS)
  t.same(namesIn('aidRegulation'), AID_REGULATIONS)
  t.same(namesIn('deadlineKind'), DEADLINE_KINDS)
  t.same(namesIn('deadlineBasis'), BASES)
  t.same(namesIn('severity'), SEVERITIES)
  t.same(namesIn('findingState'), Finding.shape.state.options)
  t.same(namesIn('memberCategory'), MEMBER_CATEGORIES)
  t.same(namesIn('role'), ROLES)
  t.equal(label('activity', 'grocery'), 'Épicerie')
  t.equal(label('activity', 'urban_farm'), 'Urban farm')
  t.equal(label('activity', 'constructor'), 'Constructor')
})

test('what a finding is about, and the values of its figures', async (t) => {
  const movement = (text: string) => subjectInFrench({ type: 'movement', label: text })
  t.equal(movement('subscription, 2024-03-01'), 'Souscription du 1er\u00a0mars 2024')
  t.equal(movement('2024-03-02'), 'Mouvement du 2\u00a0mars 2024')
  t.equal(movement('Parts A, B, 2024-03-02'), 'Parts « Parts A, B », 2\u00a0mars 2024')
  t.equal(subjectInFrench({ type: 'decision', label: '2021-CD-045' }), 'Décision 2021-CD-045')
  t.equal(subjectInFrench({ type: 'seat', label: 'Conseil' }), 'Conseil')
  const aid = (text: string) => subjectInFrench({ type: 'aid', label: text })
  t.equal(aid('Groupe du Marais de_minimis_sieg'), 'Aide de minimis SIEG, entreprise unique Groupe du Marais')
  t.equal(aid('019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61 de_minimis'), 'Aide de minimis')
  t.equal(valueInFrench('cap', '0.500000'), '50,0000\u00a0%')
  t.equal(valueInFrench('open', '-1.50'), '−1,50\u00a0€')
  t.equal(valueInFrench('dueOn', '2024-03-02'), '2\u00a0mars 2024')
  t.equal(valueInFrench('consumedShares', '1000'), '1\u00a0000')
  t.equal(valueInFrench('year', '2024'), '2024')
  t.equal(valueInFrench('status', 'withdrawn'), 'Retirée')
  t.equal(valueInFrench('categories', ''), 'aucune')
  t.equal(valueInFrench('categories', 'employee, public_body'), 'salariés, personnes publiques')
})
