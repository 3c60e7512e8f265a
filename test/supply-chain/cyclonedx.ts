// The part of the schema of CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/) that npm's documents use. As there,
// nothing else is allowed.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { ACCEPTED_LICENCES } from './accepted-licences.ts'

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const text = { type: 'string' }
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const list = (items: object) => ({ type: 'array', items })

const hash = object(
  {
    alg: { enum: ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] },
    content: { ...text, pattern: '^([a-f0-9]{40}|[a-f0-9]{64}|[a-f0-9]{96}|[a-f0-9]{128})$' },
  },
  ['alg', 'content'],
)
const licence = {
  oneOf: [object({ id: { enum: Object.keys(ACCEPTED_LICENCES) } }, ['id']), object({ name: text }, ['name'])],
}
const component = object(
  {
    'bom-ref': { ...text, minLength: 1 },
    type: { enum: ['application', 'framework', 'library', 'container', 'platform', 'operating-system', 'file'] },
    name: text,
    version: text,
    scope: { enum: ['required', 'optional', 'excluded'] },
    author: text,
    description: text,
    purl: { ...text, pattern: '^pkg:npm/' },
    properties: list(object({ name: text, value: text })),
    externalReferences: list(object({ type: text, url: text }, ['type', 'url'])),
    hashes: list(hash),
    licenses: {
      oneOf: [
        list(object({ license: licence }, ['license'])),
        { ...list(object({ expression: text }, ['expression'])), minItems: 1, maxItems: 1 },
      ],
    },
  },
  ['type', 'name'],
)

const schema = object(
  {
    $schema: { const: 'http://cyclonedx.org/schema/bom-1.5.schema.json' },
    bomFormat: { const: 'CycloneDX' },
    specVersion: { const: '1.5' },
    serialNumber: { ...text, pattern: `^urn:uuid:${UUID}$` },
    version: { type: 'integer', minimum: 1 },
    metadata: object({
      timestamp: text,
      lifecycles: list(
        object(
          {
            phase: { enum: ['design', 'pre-build', 'build', 'post-build', 'operations', 'discovery', 'decommission'] },
          },
          ['phase'],
        ),
      ),
      tools: list(object({ vendor: text, name: text, version: text })),
      component,
    }),
    components: { ...list(component), uniqueItems: true },
    dependencies: {
      ...list(object({ ref: text, dependsOn: { ...list(text), uniqueItems: true } }, ['ref'])),
      uniqueItems: true,
    },
  },
  ['bomFormat', 'specVersion'],
)

const ajv = new Ajv2020({ strict: false, allErrors: true })
const validate = ajv.compile(schema)

/** What is wrong with a CycloneDX document by its schema, in words. */
export function faultsOfCycloneDx(document: unknown): string[] {
  return validate(document) ? [] : (validate.errors ?? []).map((error) => ajv.errorsText([error]))
}
