/** What a merge patch changes of the top level of a value (RFC 7396): a member that is left out stays as it is. */
export function patched<Value extends object>(
  value: Value,
  patch: { readonly [Member in keyof Value]?: Value[Member] | undefined },
): Value {
  const given = Object.entries(patch).filter(([, member]) => member !== undefined)
  return { ...value, ...Object.fromEntries(given) }
}
