import type { Findings } from './findings';
import * as parser from './generated-parser';
import type { Source } from './source';
import type { Piece, Statement, TypeSyntax } from './syntax';

/** A statement, and where it begins in the text. */
export interface StatementAt {
  readonly statement: Statement;
  readonly at: number;
}

/** What was expected at a place is not worth telling when it is more than this. */
const MANY = 8;

/** What only the newest versions have: named among what is expected it would be noise. */
const RARE = ['CHECK', 'MASKED', 'NOT'];

/** A text that fills in names later. */
const PLACEHOLDER = /^(\$|\{\{|\{%|%|@|\?|:\w|<[\w %])/;

/** The statements of a text. One that cannot be read is a problem, and does not keep the others from being read. */
export function statementsOf(source: Source, findings: Findings): StatementAt[] {
  const pieces: Piece[] = parser.parse(source.text, { startRule: 'Script' });
  let unreadable = false;
  return pieces.flatMap(({ text, at }) => {
    const statement = tryParse<Statement>('Statement', text);
    if (!(statement instanceof parser.SyntaxError)) {
      unreadable = false;
      return [{ statement, at }];
    }
    // A text that is no CQL falls into many pieces, and says the same once.
    const isUnknown = !/^(CREATE|ALTER|DROP|USE)\b/i.test(text);
    if (!(isUnknown && unreadable)) {
      findings.problem({ source, at: at + statement.location.start.offset }, 'SYNTAX', complaint(text, statement, isUnknown));
    }
    unreadable = isUnknown;
    return [];
  });
}

export function typeSyntaxOf(source: Source, findings: Findings): TypeSyntax | undefined {
  const type = tryParse<TypeSyntax>('TypeAlone', source.text);
  if (!(type instanceof parser.SyntaxError)) return type;
  findings.problem({ source, at: type.location.start.offset }, 'SYNTAX', complaint(source.text, type, false));
  return undefined;
}

function tryParse<T>(startRule: 'Statement' | 'TypeAlone', text: string): T | parser.SyntaxError {
  try {
    return parser.parse(text, { startRule });
  } catch (error) {
    if (error instanceof parser.SyntaxError) return error;
    throw error;
  }
}

function complaint(text: string, { expected, location }: parser.SyntaxError, isUnknown: boolean): string {
  const rest = text.slice(location.start.offset);
  if (rest.startsWith('/*')) return 'a comment that is not closed: end it with */';
  if (/^['"]/.test(rest) && !/^(['"])(\1\1|(?!\1)[^])*\1/.test(rest)) return `${rest[0]} is not closed`;
  if (rest.startsWith('#')) return '"#" begins no comment in CQL: use -- or //';
  if (PLACEHOLDER.test(rest)) return 'a placeholder cannot be read: put the names in first, and give the text to CqlSchema.fromString()';
  const word = /^[a-z]\w*/i.exec(rest)?.[0] ?? '';
  const found = rest === '' ? 'the end of the statement' : `"${word || rest.slice(0, 12).split(/\s/)[0]}"`;
  if (isUnknown) return `${found} begins no statement of CQL`;
  const wanted = [...new Set(expected.flatMap(shown))].filter((what) => !RARE.includes(what)).sort();
  const reserved = word && wanted.some((what) => what.startsWith('the name')) ? ', which needs double quotes to be a name' : '';
  return wanted.length === 0 || wanted.length > MANY
    ? `${found}${reserved} cannot stand here`
    : `${found}${reserved} stands where ${wanted.join(' or ')} is expected`;
}

function shown(expectation: parser.Expectation): string[] {
  if (expectation.type === 'literal') return [/^\w/.test(expectation.text) ? expectation.text.toUpperCase() : `"${expectation.text}"`];
  if (expectation.type === 'other' && expectation.description !== 'space') return [expectation.description];
  return expectation.type === 'end' ? ['the end of the statement'] : [];
}
