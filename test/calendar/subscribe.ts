import type { Answer, Service } from '../support/api.ts'

/** Reads a calendar as a program that subscribes to it: with a URL alone. */
export async function subscribe(
  app: Service['app'],
  url: string,
  { method = 'GET', headers = {} }: { method?: 'GET' | 'HEAD'; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { statusCode: status, headers: answered, body: text } = await app.inject({ method, url, headers })
  const isJson = /json/.test(String(answered['content-type'])) && text !== ''
  return { status, headers: answered, text, body: isJson ? JSON.parse(text) : undefined }
}
