import { basename } from 'path';
import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Finding } from './findings';

/** AWS's own schemas and rules. */
export function cloudformationValidate(templates: string[]): Finding[] {
  const engine = new CelEngine();
  try {
    return templates.flatMap((path) => {
      const { status, diagnostics } = engine.validateStandard(new TemplateFile(path), {
        severityLevel: 'WARN',
        pseudoParameterOverrides: { region: 'us-east-1', partition: 'aws', accountId: '111122223333' },
      });
      if (status !== 'OK') throw new Error(`${path} was not checked to the end: ${status} ${JSON.stringify(diagnostics)}`);
      return diagnostics.map(({ ruleId, severity, message, entity, propertyPath }): Finding => ({
        rule: ruleId,
        level: severity === 'WARN' ? 'warning' : 'error',
        template: basename(path),
        logicalId: entity?.logicalId,
        message: `${propertyPath ?? ''} ${message}`,
      }));
    });
  } finally {
    engine.free();
  }
}
