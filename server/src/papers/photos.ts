import { Refusal } from '#base'

// Photographs that a paper shows. JPEG alone: its bytes go into the PDF as they are, and nothing here has to unpack a picture.

/** One to a frame of the record of a sealed medium, in its order: before (front, back), the seal, after. */
export const MOST_PHOTOS = 4
export const LARGEST_PHOTO = 1024 * 1024

const JPEG = [0xff, 0xd8, 0xff]

/** Whether they are what a paper can show; that each can be drawn, the typesetter finds. */
export function photosRefusal(photos: readonly Uint8Array[], most: number): Refusal | null {
  if (photos.length > most) return new Refusal('invalid', 'photos_too_many')
  if (photos.some(({ length }) => length > LARGEST_PHOTO)) return new Refusal('invalid', 'photo_too_large')
  const isJpeg = (photo: Uint8Array) => JPEG.every((byte, i) => photo[i] === byte)
  return photos.every(isJpeg) ? null : photoUnreadable()
}

export const photoUnreadable = (): Refusal => new Refusal('invalid', 'photo_unreadable')

/** What a template calls the photograph in frame `n`, from 1. */
export const photoName = (n: number): string => `/photo-${n}.jpg`
