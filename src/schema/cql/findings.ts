import { INSTEAD } from './features';
import { Notes } from './notes';
import { placeName, type Place, type Source } from './source';
import { refusal } from '../../private/errors';
import type { CqlFeature } from '../cql-feature';

/** More are counted, and not shown. */
const MANY = 100;
const MANY_SOURCES = 3;

/** Something that is not taken, and where it stands. */
export interface CqlProblem {
  /** A feature, the code of a refusal, or `SYNTAX`. */
  readonly kind: string;
  readonly place: Place;
  readonly message: string;
}

/** All that there is to say about a text. */
export class Findings {
  public readonly notes = new Notes();
  private readonly found: CqlProblem[] = [];

  constructor(private readonly sources: Source[], private readonly leaveOut: CqlFeature[] = []) {}

  /** In the order of the texts. */
  public get problems(): CqlProblem[] {
    const order = new Map(this.sources.map((source, index) => [source, index]));
    return this.found.sort((one, other) => order.get(one.place.source)! - order.get(other.place.source)! || one.place.at - other.place.at);
  }

  public problem(place: Place, kind: string, message: string): void {
    this.found.push({ kind, place, message });
  }

  /** What a check of the schema itself has found, in its own words. */
  public error(place: Place, error: Error): void {
    this.problem(place, error.name, error.message.replace(` [${error.name}]`, ''));
  }

  /** What the service lacks: refused, or left out and noted, also in the notes of the table that it is about. */
  public feature(place: Place, feature: CqlFeature, detail = '', ...of: Notes[]): void {
    const message = `${detail}${INSTEAD[feature]}`;
    if (!this.leaveOut.includes(feature)) {
      this.problem(place, feature, `${message}; or leave it out on purpose with CqlFeature.${feature}`);
      return;
    }
    for (const notes of [this.notes, ...of]) {
      notes.add('cqlLeftOut', `${feature} ${detail}`, place, `CqlFeature.${feature} is left out on purpose; ${message}`);
    }
  }

  /** What is of no effect. */
  public ignored(id: string, subject: string, place: Place, message: string, ...of: Notes[]): void {
    for (const notes of [this.notes, ...of]) notes.add(id, subject, place, message);
  }

  /** All of it at once. */
  public throwIfAny(): void {
    const { problems } = this;
    if (problems.length === 0) return;
    throw refusal('CqlInvalid', undefined, {
      what: 'CQL in',
      got: shownNames(this.sources),
      expected: 'nothing but what Amazon Keyspaces takes',
      remedy: `${problems.length === 1 ? 'this is' : `these ${problems.length} are`} to be corrected\n\n${shown(problems)}\n\n`,
    });
  }
}

function shown(problems: CqlProblem[]): string {
  const all = problems.slice(0, MANY).map(({ place, kind, message }) =>
    `${placeName(place)}: [${kind}] ${message}\n${place.source.excerpt(place.at)}`);
  return [...all, ...problems.length > MANY ? [`and ${problems.length - MANY} more`] : []].join('\n\n');
}

function shownNames(sources: Source[]): string {
  const names = sources.slice(0, MANY_SOURCES).map(({ name }) => name).join(', ');
  return sources.length > MANY_SOURCES ? `${names} and ${sources.length - MANY_SOURCES} more` : names;
}
