/**
 * The licences that production may run under, by SPDX identifier, and why each is no hindrance to a public authority that
 * runs, changes and passes on the service. Another one is a decision to take, and a line to write here.
 */
export const ACCEPTED_LICENCES: Readonly<Record<string, string>> = {
  MIT: 'Permissive: the notice stays with the copy, which each package brings in its folder.',
  ISC: 'Permissive, in the same words but fewer.',
  'BSD-3-Clause': 'Permissive: the notice stays, and nobody’s name is used to advertise.',
  'BlueOak-1.0.0': 'Permissive, written for today: the text or its address stays with the copy.',
  'Bitstream-Vera': 'Of fonts: free to use, embed and pass on; a changed font takes another name.',
  'Apache-2.0': 'Permissive, with a grant of patents: notices and a NOTICE file stay with the copy.',
}

/**
 * Packages whose lockfile entry names no licence, or only a file that has it, looked up by hand in their files:
 * `name@version`, its licence, and the file that says so.
 */
export const LOOKED_UP: Readonly<Record<string, { readonly licence: string; readonly file: string }>> = {
  'png-js@2.0.0': { licence: 'MIT', file: 'LICENSE' },
  'dejavu-fonts-ttf@2.37.3': { licence: 'Bitstream-Vera', file: 'LICENSE' },
}
