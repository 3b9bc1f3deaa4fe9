#!/usr/bin/env python3
"""Evaluates every template of the corpora (Python 3 standard library only).

  evaluate_corpora.py --binary build/dev/fleetlint [-j N] [--only TEXT] [--errors] [--report FILE] [--presence]

Each template is expanded: Bicep modules from their sources and from their compiled goldens, whose results must be equal (where a golden is
not what the source compiles to, our own output stands for it); test deployments
of modules (that is how modules get the parameters their authors test them with); ARM JSON of other linters. A table says, for each corpus,
how many values are known and why the others are not. A crash, a time-out, an internal error or a difference between the source and its
golden is a failure (exit 1). --errors lists the errors that were found in the templates, by code and message.

--presence says for every resource that a template declares and that is not simply deployed once why that is so: a line each, then a table of
the causes. What is declared is read from the JSON by this script itself, by type; a declaration that the expansion neither shows nor
explains, or a resource that nobody declares, is a failure.

The corpora are shared reference material beside the project (or named by FLEETLINT_SHARED); without them the exit status is 77.
"""
import argparse
import collections
import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED = 77
TIMEOUT = 60
OK_CODES = (0, 1)


class Template:
    def __init__(self, corpus, name, path, golden=None, features=(), env=None, stale=False):
        self.corpus, self.name, self.path, self.golden = corpus, name, path, golden
        self.features, self.env, self.stale = features, env or {}, stale


def shared_corpora():
    shared = os.environ.get('FLEETLINT_SHARED') or os.path.join(ROOT, '..', 'shared')
    folder = os.path.join(shared, 'corpora')
    return folder if os.path.exists(os.path.join(folder, 'manifest.json')) else None


def is_template(path):
    """ARM JSON of a deployment, as far as its first lines tell."""
    try:
        with open(path, encoding='utf-8-sig', errors='replace') as f:
            head = f.read(2000)
    except OSError:
        return False
    return bool(re.search(r'"\$schema"\s*:\s*"[^"]*/(subscription|managementGroup|tenant)?deploymentTemplate\.json', head, re.I))


def goldens_that_differ():
    """Ids of cases whose golden is not what their source compiles to: listed by the suites that compare the templates."""
    ids = set()
    for suite in ('build', 'modules'):
        with open(os.path.join(HERE, 'expected-failures', suite + '.txt'), encoding='utf-8') as f:
            ids.update(line.partition(' # ')[0].strip() for line in f if line.strip() and not line.startswith('#'))
    return ids


def templates(corpora):
    with open(os.path.join(corpora, 'manifest.json'), encoding='utf-8') as f:
        cases = json.load(f)['cases']
    result, seen, differ = [], set(), goldens_that_differ()
    for case in cases:
        main = case['inputs'].get('main')
        if not main or case.get('blocked'):
            continue
        group = case['group'].split('/')[0]
        path = os.path.join(corpora, main)
        if case['kind'] in ('build', 'build-symbolic'):
            golden = os.path.join(corpora, case['expected']['file'])
            name = group + (' modules' if group == 'avm' else ' symbolic' if case['kind'] == 'build-symbolic' else '')
            result.append(Template(name, case['id'], path, golden, case.get('features') or (), case['inputs'].get('env'),
                                   case.get('golden', {}).get('stale', False) or case['id'] in differ))
        elif case['kind'] in ('lint', 'clean', 'scale-set') and path not in seen:
            if path.endswith('.bicep') or is_template(path):
                seen.add(path)
                missing = case.get('missingForCompile')
                if not missing:
                    name = 'avm test deployments' if group == 'avm' else 'snippets' if case['kind'] == 'clean' else group
                    result.append(Template(name, case['id'], path))
    for folder in ('arm-ttk', 'template-analyzer', 'scale-sets', 'bicep-baselines/decompile'):
        for path in sorted(glob.glob(os.path.join(corpora, folder, '**', '*.json'), recursive=True)):
            if path not in seen and is_template(path):
                seen.add(path)
                result.append(Template(folder.split('/')[-1], os.path.relpath(path, corpora), path))
        for path in sorted(glob.glob(os.path.join(corpora, folder, '**', '*.bicep'), recursive=True)):
            if folder != 'bicep-baselines/decompile' and path not in seen:
                seen.add(path)
                result.append(Template(folder, os.path.relpath(path, corpora), path))
    return result


class Runner:
    def __init__(self, binary, corpora, scratch):
        self.binary, self.scratch = binary, scratch
        self.compile = ['--types', os.path.join(corpora, 'types', 'generated'), '--cache-root', os.path.join(corpora, 'registry')]

    def call(self, arguments, env):
        try:
            run = subprocess.run([self.binary] + arguments, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT,
                                 env=dict(os.environ, **env), cwd=self.scratch)
        except subprocess.TimeoutExpired:
            return None, '', 'no result within %d s' % TIMEOUT
        return run.returncode, run.stdout.decode('utf-8', 'surrogatepass'), run.stderr.decode('utf-8', 'replace')

    def expand(self, path, template, features=()):
        """The answer, or a text that says what went wrong."""
        extra = self.compile + (['--features=' + ','.join(features)] if features else []) if path.endswith('.bicep') else []
        code, out, err = self.call(['expand', path, '--format', 'json'] + extra, template.env)
        if code not in OK_CODES:
            return 'exit status %s %s' % (code, err[-300:])
        try:
            return json.loads(out)
        except ValueError as e:
            return 'no JSON: %s' % e

    def built(self, template):
        code, out, err = self.call(['build', template.path, '--stdout'] + self.compile +
                                   (['--features=' + ','.join(template.features)] if template.features else []), template.env)
        if code != 0:
            return None
        path = os.path.join(self.scratch, re.sub(r'\W', '_', template.name) + '.json')
        with open(path, 'w', encoding='utf-8', errors='surrogatepass') as f:
            f.write(out)
        return path

    def declared(self, template):
        """What the template declares, read from JSON; a text where there is no JSON."""
        path = template.path
        if path.endswith('.bicep'):
            path = template.golden if template.golden and not template.stale else self.built(template)
        if not path:
            code, _, err = self.call(['build', template.path, '--stdout'] + self.compile, template.env)
            return next((line for line in err.splitlines() if ' error ' in line), err[:200]).replace(template.path, os.path.basename(template.path))
        try:
            with open(path, encoding='utf-8-sig', errors='surrogatepass') as f:
                return Declarations(json.loads(without_comments(f.read()), strict=False))
        except ValueError as e:
            return 'no JSON: %s' % e

    def __call__(self, template):
        """(template, answer or text, differences)"""
        answer = self.expand(template.path, template, template.features)
        if isinstance(answer, str) or not template.golden:
            return template, answer, None
        compiled = self.built(template) if template.stale else template.golden
        if not compiled:
            return template, answer, 'does not compile'
        other = self.expand(compiled, template)
        if isinstance(other, str):
            return template, answer, 'golden: ' + other
        return template, answer, difference(comparable(answer), comparable(other), '')


def comparable(answer):
    """Without places, which differ between a source and what it compiles to."""
    answer = dict(answer)
    answer['resources'] = [dict(r, **{'$because': r['$because']['message']}) if '$because' in r else r for r in answer['resources']]
    answer['absent'] = [{'type': a['type'], 'name': a['name'], '$because': a['$because']['message']} for a in answer.get('absent', [])]
    # Items that one line of a source makes share its place, and then a message is told once.
    answer['diagnostics'] = sorted({str([d.get('kind'), d.get('finding'), d.get('level'), d.get('message')]) for d in answer.get('diagnostics', [])})
    return answer


def difference(a, b, path):
    """The first place where two JSON values differ; None when they are equal."""
    if type(a) is not type(b):
        return '%s: %s / %s' % (path, json.dumps(a)[:120], json.dumps(b)[:120])
    if isinstance(a, dict):
        for key in sorted(set(a) | set(b)):
            if key not in a or key not in b:
                return '%s.%s: only %s has it' % (path, key, 'the source' if key in a else 'the golden')
            found = difference(a[key], b[key], path + '.' + key)
            if found:
                return found
        return None
    if isinstance(a, list):
        if len(a) != len(b):
            return '%s: %d / %d items' % (path, len(a), len(b))
        for i, (x, y) in enumerate(zip(a, b)):
            found = difference(x, y, '%s[%d]' % (path, i))
            if found:
                return found
        return None
    return None if a == b else '%s: %s / %s' % (path, json.dumps(a)[:120], json.dumps(b)[:120])


def without_comments(text):
    """JSON without comments and with strings on one line, as json.loads takes it."""
    out, at = [], 0
    token = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/', re.S)
    for found in token.finditer(text):
        out.append(text[at:found.start()])
        if found.group().startswith('"'):
            out.append(found.group().replace('\r', '').replace('\n', '\\n').replace('\t', '\\t'))
        at = found.end()
    return re.sub(r',(\s*[\]}])', r'\1', ''.join(out) + text[at:])


def member(value, name):
    if isinstance(value, dict):
        for key in value:
            if key.lower() == name:
                return value[key]
    return None


class Declarations:
    """How often each type is declared in a template, with what is nested in it; '?' for types that are expressions."""

    def __init__(self, template):
        self.types, self.loops, self.links = collections.Counter(), 0, 0
        self.add_all(member(template, 'resources'), '')

    def add_all(self, resources, outer):
        for resource in resources if isinstance(resources, list) else resources.values() if isinstance(resources, dict) else ():
            if isinstance(resource, dict):
                self.add(resource, outer)

    def add(self, resource, outer):
        name = member(resource, 'type')
        if not isinstance(name, str) or name.startswith('['):
            name = '?'
        elif outer and not name.lower().startswith(outer.lower() + '/'):
            name = outer + '/' + name if outer != '?' else '?'
        self.types[name.rstrip('/').lower()] += 1
        self.loops += isinstance(member(resource, 'copy'), dict)
        if not member(resource, 'existing'):
            self.add_all(member(resource, 'resources'), name)
        properties = member(resource, 'properties')
        if name.lower() == 'microsoft.resources/deployments' and isinstance(properties, dict):
            template = member(properties, 'template')
            if isinstance(template, dict):
                self.add_all(member(template, 'resources'), '')
            elif member(properties, 'templatelink') is not None:
                self.links += 1


def type_of(value):
    return value.rstrip('/').lower() if isinstance(value, str) and not value.startswith('[') else '?'


def cause_of(text):
    """The kind of a cause, without what it is about."""
    inside = re.match(r'the deployment .*? (is not made|may not be made): (.*)', text, re.S)
    if inside:
        return 'in a deployment: ' + cause_of(inside.group(2))
    text = re.sub(r': `.*` is 0$', '', text, flags=re.S)
    return re.sub(r' `.*?`(?= of its loop| is )', '', text, flags=re.S)


def presence(template, answer, declared):
    """Lines (kind, cause, text) about what is not deployed once for certain, and the types that do not add up."""
    lines = []
    where = lambda item: ' / '.join(str(n) if isinstance(n, str) else '?' for n in (item.get('type'), item.get('name')))
    way = lambda item: ''.join('; %s (%s:%s)' % (n['message'], os.path.basename(n.get('file', '')), n.get('line')) for n in item['$because'].get('notes', ()))
    shown = collections.Counter()
    for resource in answer['resources']:
        shown[type_of(resource['type'])] += 1
        if '$because' in resource:
            kind = 'not deployed' if resource.get('$condition') is False else 'zero or more' if resource.get('$zeroOrMore') else 'maybe'
            lines.append((kind, cause_of(resource['$because']['message']), '%s: %s%s' % (where(resource), resource['$because']['message'], way(resource))))
    for absent in answer.get('absent', ()):
        shown[type_of(absent['type'])] += 1
        lines.append(('absent', cause_of(absent['$because']['message']), '%s: %s%s' % (where(absent), absent['$because']['message'], way(absent))))
    if isinstance(declared, str):
        # Statements of a source that does not compile; what is wrong with it is told.
        with open(template.path, encoding='utf-8-sig', errors='replace') as f:
            count = len(re.findall(r'^\s*(?:resource|module)\s+\w+\s', f.read(), re.M))
        lines.append(('not compiled', 'the source has errors', '%d of %d declarations shown; %s' % (sum(r.get('$deployment') is None for r in answer['resources']), count, declared)))
        return lines, []
    if declared.links:
        lines.append(('linked', 'a linked template is not at hand', '%d linked templates, whose resources are not known' % declared.links))
    wrong = []
    for name in sorted(set(shown) | set(declared.types)):
        if shown[name] < declared.types[name] or (shown[name] > declared.types[name] and not declared.loops):
            # A type that is an expression is shown by its value.
            if '?' not in declared.types:
                wrong.append('%s: %d declared, %d shown or explained' % (name, declared.types[name], shown[name]))
    if '?' in declared.types and sum(shown.values()) < sum(declared.types.values()):
        wrong.append('%d declared, %d shown or explained' % (sum(declared.types.values()), sum(shown.values())))
    return lines, wrong


def count_values(value, counts):
    """Known scalars, and unknown values by reason."""
    if isinstance(value, dict):
        if '$unknown' in value:
            counts[value['$unknown'].get('reason', '?')] += 1
            return
        for key, part in value.items():
            if not key.startswith('$'):
                count_values(part, counts)
    elif isinstance(value, list):
        for part in value:
            count_values(part, counts)
    else:
        counts['known'] += 1


def print_table(rows):
    reasons = sorted({r for row in rows.values() for r in row['values'] if r != 'known'}, key=lambda r: -sum(row['values'][r] for row in rows.values()))
    head = ['corpus', 'templates', 'with errors', 'failed', 'resources', 'known', 'unknown', 'known %'] + reasons
    lines = [head]
    for name in sorted(rows):
        row = rows[name]
        known = row['values']['known']
        unknown = sum(n for r, n in row['values'].items() if r != 'known')
        lines.append([name, row['templates'], row['errors'], row['failed'], row['resources'], known, unknown,
                      '%.1f' % (100.0 * known / max(1, known + unknown))] + [row['values'][r] for r in reasons])
    widths = [max(len(str(line[i])) for line in lines) for i in range(len(head))]
    for line in lines:
        print('  '.join(str(cell).ljust(w) if i == 0 else str(cell).rjust(w) for i, (cell, w) in enumerate(zip(line, widths))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', default=os.path.join(ROOT, 'build', 'dev', 'fleetlint'))
    parser.add_argument('-j', type=int, default=2)
    parser.add_argument('--only', default='', help='templates whose corpus or name contains this')
    parser.add_argument('--errors', action='store_true')
    parser.add_argument('--presence', action='store_true', help='why resources are not deployed, or perhaps not')
    parser.add_argument('--report', help='every error with its template, as JSON')
    args = parser.parse_args()
    corpora = shared_corpora()
    if not corpora:
        print('no corpora beside the project')
        return SKIPPED
    rows = collections.defaultdict(lambda: {'templates': 0, 'errors': 0, 'failed': 0, 'resources': 0, 'values': collections.Counter()})
    by_code, failures, report, equal = collections.defaultdict(list), [], [], 0
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        runner = Runner(os.path.abspath(args.binary), os.path.abspath(corpora), scratch)
        wanted = [t for t in templates(os.path.abspath(corpora)) if args.only in t.corpus or args.only in t.name]
        explain = lambda template: runner(template) + (runner.declared(template) if args.presence else None,)
        causes, plain = collections.Counter(), collections.Counter()
        for template, answer, differs, declared in pool.map(explain, wanted):
            row = rows[template.corpus]
            row['templates'] += 1
            if isinstance(answer, str) or differs:
                row['failed'] += 1
                failures.append((template.name, answer if isinstance(answer, str) else differs))
                if isinstance(answer, str):
                    continue
            elif template.golden:
                equal += 1
            row['resources'] += len(answer['resources'])
            for resource in answer['resources']:
                if resource.get('$condition') is False:
                    continue  # not deployed: parts of it may be errors that do not count
                count_values({k: v for k, v in resource.items() if k not in ('type', 'id')}, row['values'])
            if args.presence:
                lines, wrong = presence(template, answer, declared)
                plain[template.corpus] += sum('$because' not in r for r in answer['resources'])
                for kind, cause, text in lines:
                    causes[(template.corpus, kind, cause)] += 1
                    print('%s [%s] %s' % (template.name, kind, text))
                if wrong:
                    row['failed'] += 1
                    failures.append((template.name, 'resources: ' + '; '.join(wrong)))
            errors = [d for d in answer['diagnostics'] if d.get('level') == 'error']
            row['errors'] += bool(errors)
            for d in answer['diagnostics']:
                by_code[(template.corpus, d.get('level'), d.get('finding'), re.sub(r'`[^`]*`', '`…`', d.get('message', '')))].append((template.name, d))
                report.append({'template': template.name, 'corpus': template.corpus, **d})
    print_table(rows)
    print('%d templates give the same result from their source and from their compiled form' % equal)
    for (corpus, kind, cause), count in sorted(causes.items(), key=lambda item: (item[0][0], -item[1])):
        print('  %6d  %s: %s: %s' % (count, corpus, kind, cause))
    for corpus, count in sorted(plain.items()):
        print('  %6d  %s: deployed or existing' % (count, corpus))
    if args.errors:
        for key, found in sorted(by_code.items(), key=lambda item: (item[0][0], -len(item[1]))):
            name, d = found[0]
            print('  %5d  %s %s %s: %s  (%s:%s %s)' % (len(found), *key, name, d.get('line'), d.get('message')[:160]))
    if args.report:
        with open(args.report, 'w', encoding='utf-8') as f:
            json.dump(report, f, indent=1)
    for name, why in failures:
        print('FAILED %s: %s' % (name, why))
    print('%d passed, %d failed' % (sum(row['templates'] for row in rows.values()) - len(failures), len(failures)))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
