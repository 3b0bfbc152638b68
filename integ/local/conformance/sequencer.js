const { default: Sequencer } = require('@jest/test-sequencer');

/** The quotas last: with hundreds of tables every change of the schema takes its time. */
module.exports = class extends Sequencer {
  sort(tests) {
    const last = ({ path }) => Number(path.endsWith('quotas.test.ts'));
    return super.sort(tests).sort((one, other) => last(one) - last(other));
  }
};
