import { z } from 'zod'
import type { MarkId } from '#cases'
import { operation } from '../contract.ts'
import { addMarks, extractMarked, readMarks, removeMark } from '../marks.ts'
import { ExtractAnswer, ExtractInput, Id, Mark, MarkList, NewMark, ReadMarks, RemoveMark } from '../schema/index.ts'

const add = operation({
  id: 'marks/add',
  method: 'POST',
  path: '/marks',
  right: 'conversation.mark',
  says: 'Mark, tag or note records inside a permit; answers what stands on them.',
  body: NewMark,
  answer: MarkList,
  handle: async (house, { body }, { actor }) => ({ marks: await addMarks(house, actor, body) }),
})

const read = operation({
  id: 'marks/read',
  method: 'POST',
  path: '/marks/read',
  right: 'conversation.read_marks',
  says: 'Own and shared marks under a permit, on some records or all.',
  body: ReadMarks,
  answer: MarkList,
  handle: async (house, { body }, { actor }) => ({ marks: await readMarks(house, actor, body) }),
})

const remove = operation({
  id: 'marks/remove',
  method: 'POST',
  path: '/marks/:id/remove',
  right: 'conversation.unmark',
  says: 'Take an own mark off; it stays as history.',
  params: z.object({ id: Id }),
  body: RemoveMark,
  answer: Mark,
  handle: (house, { params, body }, { actor }) => removeMark(house, actor, params.id as MarkId, body.permit), // looked up there
})

const extract = operation({
  id: 'marks/extract',
  method: 'POST',
  path: '/marks/extract',
  right: 'conversation.read_marks',
  says: 'The marked records of a permit in order of time, of how many in its scope.',
  body: ExtractInput,
  answer: ExtractAnswer,
  handle: (house, { body }, { actor }) => extractMarked(house, actor, body),
})

export const markOperations = [add, read, remove, extract]
