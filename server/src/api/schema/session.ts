import { z } from 'zod'
import { Id, Role, Time } from './common.ts'

/** One act and whether this person may do it now; `reason` is a code the console translates (`reasons.<code>`). */
export const Verdict = z.object({ allowed: z.boolean(), reason: z.string().nullable() })

export const Me = z.object({
  person: z.object({ id: Id, username: z.string(), name: z.string(), roles: z.array(Role) }),
  steppedUpUntil: Time.nullable(),
  /** Verdict per action id, e.g. `search.window`, `request.ask`, `people.manage`. Pages without an allowed act are absent. */
  can: z.record(z.string(), Verdict),
  house: z.object({ name: z.string(), verifierKey: z.string(), now: Time, demo: z.boolean() }),
})

export const SignIn = z.object({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(500),
  code: z.string().regex(/^\d{6}$/),
})
export const StepUp = z.object({ code: z.string().regex(/^\d{6}$/) })
/** A one-time link: enrols a new person, or (demo house only) signs in. */
export const LinkOpen = z.object({ token: z.string().min(20).max(200) })
export const LinkAnswer = z.discriminatedUnion('needs', [
  z.object({
    needs: z.literal('enrolment'),
    username: z.string(),
    name: z.string(),
    totpSecret: z.string(),
    totpUri: z.string(),
  }),
  z.object({ needs: z.literal('nothing') }),
])
export const Enrol = z.object({
  token: z.string(),
  password: z.string().min(10).max(500),
  code: z.string().regex(/^\d{6}$/),
})

/** First start: the recovery kit is shown once to the first administrator, who proves having kept it. */
export const Setup = z.object({
  kitConfirmed: z.boolean(),
  /** Present only for the administrator while unconfirmed. `groups` of the master key in Crockford base32 with check letters. */
  kit: z.object({ houseId: z.string(), groups: z.array(z.string()), made: Time, keyringDigest: z.string() }).nullable(),
})
/** The administrator types the two asked groups back, from the printed paper. */
export const ConfirmKit = z.object({ groups: z.record(z.string(), z.string()) })
