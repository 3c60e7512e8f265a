// What the tests use of tableschema, which brings no types (Frictionless Data, https://specs.frictionlessdata.io/table-schema).
declare module 'tableschema' {
  export interface LoadedTable {
    /** The rows, cast; rejects with the first that the schema refuses. */
    read(options?: { readonly keyed?: boolean }): Promise<Record<string, unknown>[]>
  }
  export const Table: {
    load(rows: readonly (readonly string[])[], options: { readonly schema: object }): Promise<LoadedTable>
  }
}
