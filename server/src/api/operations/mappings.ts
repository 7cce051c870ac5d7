import { z } from 'zod'
import type { MappingId } from '#base'
import { operation } from '../contract.ts'
import { Id, NewMapping, SavedMapping } from '../schema/index.ts'

const list = operation({
  id: 'intake/mappings',
  method: 'GET',
  path: '/intake/mappings',
  right: 'intake.preview',
  says: 'Saved mappings of tables, by name.',
  answer: z.object({ mappings: z.array(SavedMapping) }),
  handle: async (house) => ({ mappings: await house.intake.mappings.list() }),
})

const save = operation({
  id: 'intake/save-mapping',
  method: 'POST',
  path: '/intake/mappings',
  right: 'intake.mapping',
  says: 'Keep a mapping under a name of its own.',
  body: NewMapping,
  answer: SavedMapping,
  handle: (house, { body }, { actor }) => house.intake.mappings.save(body, actor),
})

const remove = operation({
  id: 'intake/remove-mapping',
  method: 'DELETE',
  path: '/intake/mappings/:id',
  right: 'intake.mapping',
  says: 'Forget a saved mapping; imports that were made with it stay as they are.',
  params: z.object({ id: Id }),
  answer: z.object({}),
  async handle(house, { params }, { actor }) {
    await house.intake.mappings.remove(params.id as MappingId, actor) // looked up there
    return {}
  },
})

export const mappingOperations = [list, save, remove]
