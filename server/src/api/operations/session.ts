import { Refusal } from '#base'
import { operation } from '../contract.ts'
import { meOf } from '../me.ts'
import { setSession } from '../router.ts'
import { Enrol, LinkAnswer, LinkOpen, Me, SignIn, StepUp } from '../schema/index.ts'

const signIn = operation({
  id: 'session/sign-in',
  method: 'POST',
  path: '/session',
  right: 'public',
  says: 'Sign in with password and second factor; sets the session cookie.',
  body: SignIn,
  answer: Me,
  async handle(house, { body }, { ip }, { reply }) {
    const { token, actor } = await house.identity.signIn(body, { kind: 'stranger', ip })
    setSession(reply, token, house.secureCookies)
    return meOf(house, actor)
  },
})

const read = operation({
  id: 'session/read',
  method: 'GET',
  path: '/session',
  right: 'session',
  says: 'Who is signed in, and what they may do.',
  answer: Me,
  handle: async (house, _input, { actor }) => meOf(house, actor),
})

const signOut = operation({
  id: 'session/sign-out',
  method: 'DELETE',
  path: '/session',
  right: 'session',
  says: 'End the session.',
  async handle(house, _input, { actor }, { reply }) {
    await house.identity.signOut(actor)
    setSession(reply, null, house.secureCookies)
    return reply.status(204).send()
  },
})

const stepUp = operation({
  id: 'session/step-up',
  method: 'POST',
  path: '/session/step-up',
  right: 'session',
  says: 'Prove the second factor again, for acts that need it.',
  body: StepUp,
  answer: Me,
  async handle(house, { body }, { actor }) {
    const steppedUpUntil = await house.identity.stepUp(actor, body.code)
    return meOf(house, { ...actor, steppedUpUntil })
  },
})

const openLink = operation({
  id: 'session/open-link',
  method: 'POST',
  path: '/session/link',
  right: 'public',
  says: 'Open a one-time link: learn what is needed, or be signed in (demo house).',
  body: LinkOpen,
  answer: LinkAnswer,
  async handle(house, { body }, { ip }, { reply }) {
    const answer = await house.identity.openLink(body.token, { kind: 'stranger', ip })
    if (answer.needs === 'enrolment') return answer
    setSession(reply, answer.session.token, house.secureCookies)
    return { needs: 'nothing' as const }
  },
})

const enrol = operation({
  id: 'session/enrol',
  method: 'POST',
  path: '/session/enrol',
  right: 'public',
  says: 'Use up a one-time link: set password and second factor, and be signed in.',
  body: Enrol,
  answer: Me,
  async handle(house, { body }, { ip }, { reply }) {
    const { token, actor } = await house.identity.enrol(body, { kind: 'stranger', ip })
    setSession(reply, token, house.secureCookies)
    return meOf(house, actor)
  },
})

const demoCode = operation({
  id: 'session/demo-code',
  method: 'GET',
  path: '/session/demo-code',
  right: 'session',
  says: 'In a demo house: what the signed-in person’s authenticator shows now.',
  async handle(house, _input, { actor }, { reply }) {
    const code = await house.identity.demoCode(actor.id)
    if (code === null) throw new Refusal('not_found', 'not_a_demo')
    return reply.send({ code })
  },
})

export const sessionOperations = [signIn, read, signOut, stepUp, openLink, enrol, demoCode]
