import { z } from 'zod'
import { operation } from '../contract.ts'
import { AddWecomKey, WecomKey } from '../schema/index.ts'

const add = operation({
  id: 'intake/add-wecom-key',
  method: 'POST',
  path: '/intake/wecom-keys',
  right: 'intake.keys',
  says: 'A private key that opens WeCom envelopes of its version, from the next import on. Nobody reads it back.',
  body: AddWecomKey,
  answer: WecomKey,
  handle: (house, { body }, { actor }) => house.intake.wecomKeys.add(body.version, body.privateKeyPem, actor),
})

const list = operation({
  id: 'intake/wecom-keys',
  method: 'GET',
  path: '/intake/wecom-keys',
  right: 'intake.read',
  says: 'Versions and public fingerprints of the keys that open WeCom envelopes; never the keys.',
  answer: z.object({ keys: z.array(WecomKey) }),
  handle: async (house) => ({ keys: await house.intake.wecomKeys.list() }),
})

const remove = operation({
  id: 'intake/remove-wecom-key',
  method: 'DELETE',
  path: '/intake/wecom-keys/:version',
  right: 'intake.keys',
  says: 'Take a key away. What it opened stays archived.',
  params: z.object({ version: z.coerce.number().int().min(0) }),
  answer: z.object({}),
  async handle(house, { params }, { actor }) {
    await house.intake.wecomKeys.remove(params.version, actor)
    return {}
  },
})

export const wecomKeyOperations = [add, list, remove]
