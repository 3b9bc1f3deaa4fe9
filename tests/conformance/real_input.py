#!/usr/bin/env python3
"""What lint says about real templates: how often each rule and each error, and every finding to read (standard library only).

  real_input.py --binary build/dev/fleetlint [--show CODE]... [--now ISO8601] [--json FILE] [-j N]

The templates are the scale-set samples, the verified modules with their tests, and the templates of another linter in the project's shared
reference material, each with the parameter files that belong to it. Without that folder there is nothing to run and the exit status is 77.
CODE is a rule (FL-UPG-001), the code of an error (FL0217), or the beginning of one; its findings are printed with the lines they point to.
An error on a template that deploys is a false alarm: the table counts errors as it counts rules.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SKIPPED = 77
GROUPS = ('scale-sets', 'avm', 'template-analyzer')


def corpora_folder():
    shared = os.environ.get('FLEETLINT_SHARED') or os.path.join(ROOT, '..', 'shared')
    folder = os.path.join(shared, 'corpora')
    return os.path.abspath(folder) if os.path.exists(os.path.join(folder, 'manifest.json')) else None


def inputs(corpora):
    """Group, file and parameter files of each template, once."""
    with open(os.path.join(corpora, 'manifest.json'), encoding='utf-8') as f:
        cases = json.load(f)['cases']
    seen = {}
    for case in cases:
        group = case['group'].split('/')[0]
        if group in GROUPS:
            main, parameters = case['inputs']['main'], tuple(case['inputs'].get('parameters', []))
            if main.endswith(('.bicep', '.json', '.bicepparam')):
                seen.setdefault((main, parameters, value_of_prefix(os.path.join(corpora, main))), group)
    return [(group, main, parameters, prefix) for (main, parameters, prefix), group in sorted(seen.items())]


def value_of_prefix(path):
    """The tests of the verified modules hold a mark in `namePrefix` that is replaced before they are deployed."""
    try:
        with open(path, encoding='utf-8-sig', errors='replace') as f:
            return 'avmt' if '#_namePrefix_#' in f.read() and path.endswith('.bicep') else ''
    except OSError:
        return ''


def lint(binary, corpora, files, parameters, prefix, now):
    command = [binary, 'lint', *files, '--format', 'json', '--fail-on', 'never', '--now', now, '--cache-root', 'registry']
    for file in parameters:
        command += ['--parameters', file]
    if prefix:
        command += ['--param', 'namePrefix=' + prefix]
    run = subprocess.run(command, cwd=corpora, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode not in (0, 1, 3):
        sys.exit('exit %d: %s\n%s' % (run.returncode, ' '.join(command), run.stderr.decode(errors='replace')))
    return json.loads(run.stdout)['findings']


def show(corpora, finding):
    print('%(file)s:%(line)s:%(column)s: %(severity)s %(rule)s: %(message)s' % finding)
    if finding.get('resource'):
        print('    in %s: %s' % (finding['resource'], finding.get('path', '')))
    try:
        with open(os.path.join(corpora, finding['file']), encoding='utf-8-sig', errors='replace') as f:
            lines = f.read().splitlines()
        print('    | ' + lines[finding['line'] - 1].strip()[:180])
    except (OSError, IndexError, TypeError):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--binary', required=True)
    parser.add_argument('--show', action='append', default=[], metavar='CODE')
    parser.add_argument('--now', default='2026-11-20T00:00:00Z')
    parser.add_argument('--json', metavar='FILE', help='write every finding to this file')
    options = parser.parse_args()
    corpora = corpora_folder()
    if corpora is None:
        print('the shared reference material is not here')
        return SKIPPED
    binary = os.path.abspath(options.binary)
    plain = collections.defaultdict(list)
    single = []
    for group, main_file, parameters, prefix in inputs(corpora):
        if parameters:
            single.append((group, [main_file], parameters, prefix))
        else:
            plain[group, prefix].append(main_file)
    runs = single + [(group, files[i:i + 80], (), prefix) for (group, prefix), files in sorted(plain.items()) for i in range(0, len(files), 80)]
    counts, examples, found, templates = collections.Counter(), {}, [], collections.Counter()
    for group, files, parameters, prefix in runs:
        templates[group] += len(files)
        for finding in lint(binary, corpora, files, parameters, prefix, options.now):
            finding['group'] = group
            found.append(finding)
            counts[finding['rule'], group] += 1
    # A module is linted with each template that uses it: what it says at one place is one thing to read.
    places = {(f['rule'], f['file'], f['line'], f['column'], f['message']) for f in found}
    distinct = collections.Counter(rule for rule, *_ in places)
    print('%-14s %7s %9s  %s' % ('code', 'all', 'distinct', '  '.join('%s (%d)' % (g, templates[g]) for g in GROUPS)))
    for code in sorted({code for code, _ in counts}):
        per_group = [counts[code, group] for group in GROUPS]
        print('%-14s %7d %9d  %s' % (code, sum(per_group), distinct[code], '  '.join(str(n).rjust(len(g) + len(str(templates[g])) + 3) for n, g in zip(per_group, GROUPS))))
    print('%d findings, %d distinct, in %d templates' % (len(found), len(places), sum(templates.values())))
    shown = set()
    for finding in found:
        place = (finding['rule'], finding['file'], finding['line'], finding['column'], finding['message'])
        if place not in shown and any(finding['rule'].startswith(code) for code in options.show):
            shown.add(place)
            show(corpora, finding)
    if options.json:
        with open(options.json, 'w', encoding='utf-8') as f:
            json.dump(found, f, indent=1)
    return 0


if __name__ == '__main__':
    sys.exit(main())
