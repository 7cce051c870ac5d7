import { sendAttachment } from '../attachments.ts'
import { operation } from '../contract.ts'
import { OpenAttachment } from '../schema/index.ts'

const open = operation({
  id: 'attachments/open',
  method: 'POST',
  path: '/attachments/open',
  right: 'conversation.open_attachment',
  says: 'The bytes of one file of a record inside a permit: to be shown, or, under a grant, as a download.',
  body: OpenAttachment,
  async handle(house, { body }, { actor }, { reply }) {
    await sendAttachment(house, actor, body, reply)
  },
})

export const attachmentOperations = [open]
