import type { Words } from '../shape.ts'
import { asking } from './asking.ts'
import { calendar } from './calendar.ts'
import { codes } from './codes.ts'
import { connecting } from './connecting.ts'
import { directory } from './directory.ts'
import { handing } from './handing.ts'
import { keeping } from './keeping.ts'
import { linking } from './linking.ts'
import { marking } from './marking.ts'
import { masking } from './masking.ts'
import { people } from './people.ts'
import { problems } from './problems.ts'
import { reading } from './reading.ts'
import { releasing } from './releasing.ts'
import { shell } from './shell.ts'
import { vouching } from './vouching.ts'
import { watching } from './watching.ts'

/** Every word of the console in English. */
export const en: Words = {
  ...shell,
  ...reading,
  ...asking,
  ...handing,
  ...releasing,
  ...keeping,
  ...vouching,
  ...connecting,
  ...people,
  ...linking,
  ...directory,
  ...marking,
  ...masking,
  ...calendar,
  ...watching,
  ...codes,
  ...problems,
}
