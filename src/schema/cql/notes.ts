import { placeName, type Place } from './source';
import type { CqlWarning } from './warning';

interface Note {
  readonly id: string;
  readonly first: Place;
  readonly message: string;
  readonly lines: Set<number>;
}

/** What is read and of no effect: told once for a thing and a file, however often it stands there. */
export class Notes {
  private readonly notes = new Map<string, Note>();

  public add(id: string, subject: string, place: Place, message: string): void {
    const key = JSON.stringify([id, subject, place.source.name]);
    const note = this.notes.get(key) ?? { id, first: place, message, lines: new Set() };
    note.lines.add(place.source.position(place.at).line);
    this.notes.set(key, note);
  }

  public get warnings(): CqlWarning[] {
    return [...this.notes.values()].map(({ id, first, message, lines }) => {
      const others = lines.size > 1 ? ` and ${lines.size - 1} more ${lines.size > 2 ? 'lines' : 'line'}` : '';
      return { id, message: `${placeName(first)}${others}: ${message}` };
    });
  }
}
