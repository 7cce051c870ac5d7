/** What one person of the walk makes and another needs. */
export interface Made {
  request: string
  export: string
  consentLink: string
  packagePath: string
  verifierPath: string
  password: string
  houseKey: string
  /** The house's number of the conversation that arrived through a connector. */
  talk: number
}

export const NOTHING_MADE: Made = {
  request: '',
  export: '',
  consentLink: '',
  packagePath: '',
  verifierPath: '',
  password: '',
  houseKey: '',
  talk: 0,
}
