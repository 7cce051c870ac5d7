import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, readJson, Unreadable } from '../syntax/json-value.ts'
import { baseName } from './attached.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { graphWord, readTeamsMessage, type TeamsNames } from './teams-message.ts'

// Microsoft Teams: chatMessage objects of Microsoft Graph (learn.microsoft.com/graph/api/resources/chatmessage), as an
// array or as the interface's answer ({"value": [...]}), and the folders of JSON files that Teams' own export tools
// write, with members in capitals: channels_*.json and usersList.json explain messages_*.json.

const MESSAGES = /^messages.*\.json$/i
const PEOPLE = /^(usersList|users|teamMembers_?.*|members_?.*)\.json$/i
const PLACES = /^(channels_?.*|teamsList|teams|chats_?.*)\.json$/i

export const teams = {
  name: 'teams',
  knowsNames: (names) =>
    names.some((name) => MESSAGES.test(baseName(name))) &&
    names.some((name) => /^(channels_.*|channels|usersList|teamsList|teamMembers_.*)\.json$/.test(baseName(name))) &&
    names.every((name) => !/(^|\/)\d{4}-\d{2}-\d{2}\.json$/.test(name)),
  knowsHead: headLooksLikeTeams,
  open: teamsSource,
} as const satisfies SourceFormat<'teams'>

function headLooksLikeTeams({ text }: PartHead): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  return (
    /"messageType"\s*:\s*"(message|systemEventMessage|unknownFutureValue|chatEvent|typing)"/i.test(text) &&
    /"createdDateTime"\s*:/i.test(text) &&
    /"(channelIdentity|chatId)"\s*:/i.test(text)
  )
}

function teamsSource(options: SourceOptions): Source {
  const names: TeamsNames = { people: new Map(), places: new Map() }
  return {
    rank(name) {
      const base = baseName(name)
      return PEOPLE.test(base) ? 0 : PLACES.test(base) ? 1 : 2
    },
    reader(part) {
      const base = baseName(part.name)
      if (PEOPLE.test(base)) return listReader((one) => addTo(names.people, one))
      if (PLACES.test(base)) return listReader((one) => addTo(names.places, one))
      if (!MESSAGES.test(base) && !part.alone && !headLooksLikeTeams(part)) return null
      return {
        splitter: jsonSplitter(['value']),
        read(bytes) {
          const one = readJson(bytes)
          if (one instanceof Unreadable) return one
          if (!isObject(one)) return new Unreadable('not_a_message')
          return readTeamsMessage(one, names, options.origin)
        },
      }
    },
    // a message that was left out leaves no trace
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

/** People, channels and teams are not messages: they are read and explain the rest. */
function listReader(add: (one: JsonObject) => boolean): PartReader {
  return {
    splitter: jsonSplitter(['value']),
    read(bytes) {
      const one = readJson(bytes)
      if (one instanceof Unreadable) return one
      return isObject(one) && add(one) ? null : new Unreadable('wrong_shape')
    },
  }
}

function addTo(names: Map<string, string>, one: JsonObject): boolean {
  const id = graphWord(one, 'userId') || graphWord(one, 'id') || graphWord(one, 'groupId')
  const name = graphWord(one, 'displayName') || graphWord(one, 'topic') || graphWord(one, 'name')
  const isNamed = id !== '' && (name !== '' || id.startsWith('19:'))
  if (isNamed) names.set(id, name)
  return isNamed
}
