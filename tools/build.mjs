// `npm run build`: the console and the offline verifier page, where their sources are newer than what was built.
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

ensureInstalled()
ensureBuilt()
