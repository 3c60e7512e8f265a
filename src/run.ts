/** Runs a command to its end: a failure is one sentence on standard error, and exit code 1. */
export async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exit(1)
  }
}

function sentenceOf(error: unknown): string {
  const { code, message, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  switch (code) {
    case 'EADDRINUSE':
      return `Another process listens on ${address}:${port}: stop it, or choose another PORT.`
    case 'EACCES':
      return `This process may not do that: ${message}.`
    default:
      return (message ?? String(error)).split('\n', 1)[0] as string
  }
}
