/** What can be seen of a file without knowing its grammar: so that what the grammar does is compared with something else. */
export interface Scanned {
  readonly text: string;
  /** Without comments, strings emptied, every white space one blank. */
  readonly statements: string[];
  /** Which kinds of comments and strings it has. */
  readonly marks: Set<string>;
}

/** Comments of three kinds, strings of two, quoted names, and everything between. */
const TOKENS = /(?<dashes>--.*)|(?<slashes>\/\/.*)|(?<block>\/\*[\s\S]*?\*\/)|(?<dollars>\$\$[\s\S]*?\$\$)|(?<string>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<end>;)/g;

export function scan(text: string): Scanned {
  const marks = new Set<string>();
  const bare = text.replace(/^\uFEFF/, '').replace(TOKENS, (match, ...groups) => {
    const kinds: Record<string, string | undefined> = groups.at(-1);
    const [kind] = Object.entries(kinds).find(([, value]) => value !== undefined)!;
    if (kind !== 'end') marks.add(kind);
    if (kind === 'end') return '\0';
    if (kind === 'quoted') return match;
    return kind === 'string' || kind === 'dollars' ? '\'\'' : ' ';
  });
  return { text, marks, statements: bare.split('\0').map((part) => part.replace(/\s+/g, ' ').trim()).filter(Boolean) };
}
