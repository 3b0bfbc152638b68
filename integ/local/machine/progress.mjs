// Lines with the seconds since the start, so that nobody has to guess whether anything still happens.

const TICK_SECONDS = 10;
const started = Date.now();

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}

/** Says one thing; further lines are indented below it. */
export function say(text) {
  const [first, ...rest] = text.split('\n');
  console.log(`${String(seconds(started)).padStart(5)} s  ${first}`);
  for (const line of rest) console.log(`         ${line}`);
}

/** Says what is done now, again every ten seconds while it lasts, and hands back its result. */
export async function step(text, work) {
  say(text);
  const begun = Date.now();
  const tick = setInterval(() => say(`... ${text}, for ${seconds(begun)} s`), TICK_SECONDS * 1000);
  try {
    return await work();
  } finally {
    clearInterval(tick);
  }
}
