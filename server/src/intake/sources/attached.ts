import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import { isObject, type Json, type JsonObject, member } from '../syntax/json-value.ts'
import type { PartHead } from './source.ts'

// What several sources say in one way: a file and its type, a member that may be missing.

export interface Attached {
  kind: Kind
  /** One line of the body, e.g. `[图片] a.png`. */
  line: string
}

const MEDIA: readonly (readonly [RegExp, RegExp, Kind, string])[] = [
  [/^image\//, /\.(jpe?g|png|gif|webp|bmp|heic|heif|tiff?|svg)$/i, 'image', '图片'],
  [/^audio\//, /\.(amr|mp3|m4a|aac|wav|ogg|opus|caf|silk)$/i, 'voice', '语音'],
  [/^video\//, /\.(mp4|mov|avi|mkv|webm|3gpp?|wmv)$/i, 'video', '视频'],
]

/** @param mime '' when the source names none: the name's ending then tells */
export function attachedFile(name: string, mime = ''): Attached {
  const found = MEDIA.find(([type, ending]) => (mime === '' ? ending.test(name) : type.test(mime)))
  return { kind: found?.[2] ?? 'file', line: `[${found?.[3] ?? '文件'}] ${name}`.trimEnd() }
}

/**
 * A file as a message names it. @param path '' or an address of the net where the export holds none
 * @param name '' where people gave it none: that of its path then
 */
export function namedFile(path: string, name = '', type = ''): NamedFile {
  const isHere = path !== '' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(path)
  return { paths: isHere ? [path] : [], name: name || (isHere ? baseName(path) : ''), type }
}

/** Folders beside the messages in which tools put what they fetched. */
const FETCHED = ['', 'attachments/', 'files/', 'media/', 'resources/']

/**
 * A file that a platform keeps and that an export need not hold: tools fetch it and name it by the platform's key, by the id
 * of its message, or as people called it.
 */
export function fetchedFile(name: string, keys: readonly string[], message = '', type = ''): NamedFile {
  const known = keys.filter((key) => key !== '')
  const isPath = name !== '' && !/[/\\]/.test(name)
  const folders = [...(message === '' ? [] : FETCHED.map((folder) => `${folder}${message}/`)), ...FETCHED]
  return { paths: isPath ? folders.map((folder) => `${folder}${name}`) : [], name, type, keys: known }
}

/** Whether a part of a folder is one of messages as JSON, not a file that they name. */
export function mayHoldMessages({ name, text }: PartHead, looksLike: (text: string) => boolean): boolean {
  if (looksLike(text)) return true
  return /^\s*[[{]/.test(text) && (/\.(jsonl?|ndjson|log)$/i.test(name) || !baseName(name).includes('.'))
}

/** The member's text; a number as its digits; '' where there is neither. */
export function wordOf(object: JsonObject, key: string): string {
  const value: Json | undefined = member(object, key)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** The objects of a list; none where it is no list. */
export function objectsOf(object: JsonObject, key: string): JsonObject[] {
  const value = member(object, key)
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function wordsOf(object: JsonObject, key: string): string[] {
  const value = member(object, key)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

export function objectOf(object: JsonObject, key: string): JsonObject | null {
  const value = member(object, key)
  return isObject(value) ? value : null
}

export function joinLines(...lines: string[]): string {
  return lines.filter((line) => line !== '').join('\n')
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
