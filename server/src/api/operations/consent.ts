import { z } from 'zod'
import { operation } from '../contract.ts'
import { ConsentAnswer, ConsentHouse, ConsentPage } from '../schema/index.ts'

// The customer's own listener. The token travels in bodies only: a URL ends up in logs and in browser histories.

const Token = z.object({ token: z.string().min(20).max(200) })

/** Nothing but what the house prints on its letters: a broken link must still say whom to speak to. */
const named = operation({
  id: 'consent/house',
  method: 'GET',
  path: '/house',
  right: 'public',
  says: 'The public name of the house whose page this is.',
  answer: ConsentHouse,
  handle: async ({ name }) => ({ houseName: name }),
})

const open = operation({
  id: 'consent/open',
  method: 'POST',
  path: '/consent/open',
  right: 'public',
  says: 'What is asked, by whom, for what, until when.',
  body: Token,
  answer: ConsentPage,
  handle: (house, { body }, { ip }) => house.requests.consentPage(body.token, ip),
})

const answer = operation({
  id: 'consent/answer',
  method: 'POST',
  path: '/consent',
  right: 'public',
  says: 'Agree or refuse, with the code of the message.',
  body: ConsentAnswer,
  answer: ConsentPage,
  handle: (house, { body }, { ip }) => house.requests.answerConsent(body, ip),
})

const withdraw = operation({
  id: 'consent/withdraw',
  method: 'POST',
  path: '/consent/withdraw',
  right: 'public',
  says: 'Take an earlier agreement back: what rests on it ends at once.',
  body: Token,
  answer: ConsentPage,
  handle: (house, { body }, { ip }) => house.requests.withdrawConsent(body.token, ip),
})

export const consentOperations = [named, open, answer, withdraw]
