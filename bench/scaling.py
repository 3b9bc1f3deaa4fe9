#!/usr/bin/env python3
"""How the compiler's time grows with the size of its input (Python 3 standard library only).

  scaling.py [--bin build/release/fleetlint] [--only NAME] [--largest 10000]

Generates files with 10, 100, 1,000 and 10,000 resources, parameters, chained variables, loops in loops, string pieces, array items, object members
and modules, compiles each in its own process and prints the processor time per unit, that of an empty file taken off. The last
column divides the time per unit of the largest size by that of the size before: about 1 is linear.
"""
import argparse
import os
import subprocess
import tempfile


def resources(n):
    yield 'main.bicep', ''.join(
        "resource r%d 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'st%d'\n  location: 'westeurope'\n  kind: 'StorageV2'\n"
        "  sku: { name: 'Standard_LRS' }\n  tags: { previous: %s }\n}\n" % (i, i, 'r%d.id' % (i - 1) if i % 10 else "'none'") for i in range(n))


def parameters(n):
    yield 'main.bicep', ''.join("@description('number %d')\nparam p%d string = 'v%d'\n" % (i, i, i) for i in range(n)) + \
        'output all array = [\n' + ''.join('  p%d\n' % i for i in range(n)) + ']\n'


def variables(n):
    # A parameter at the start: what is known to the compiler would be put together and grow with each one.
    yield 'main.bicep', "param p string\nvar v0 = toLower(p)\n" + ''.join("var v%d = replace(v%d, 'a', 'b%d')\n" % (i, i - 1, i) for i in range(1, n)) + 'output o string = v%d\n' % (n - 1)


def loops(n):
    yield 'main.bicep', 'param items array\n' + ''.join(
        "resource r%d 'Microsoft.Network/networkSecurityGroups@2023-09-01' = [for (item, i) in items: {\n  name: '${item.name}-%d-${i}'\n  location: item.location\n"
        "  properties: { securityRules: [for rule in item.rules: {\n    name: rule.name\n    properties: rule.properties\n  }] }\n}]\n" % (i, i) for i in range(n))


def string_pieces(n):
    yield 'main.bicep', "param p string\noutput o string = '" + ''.join('a${p}' for _ in range(n)) + "'\n"


def array_items(n):
    yield 'main.bicep', 'param p string\noutput o array = [\n' + ''.join("  { name: '${p}%d', size: %d }\n" % (i, i) for i in range(n)) + ']\n'


def object_members(n):
    yield 'main.bicep', 'param p string\noutput o object = {\n' + ''.join("  m%d: concat(p, '%d')\n" % (i, i) for i in range(n)) + '}\n'


def modules(n):
    yield 'leaf.bicep', "param name string\nresource s 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: name\n  location: 'westeurope'\n" \
        "  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n}\noutput id string = s.id\n"
    for i in range(n):
        yield 'm%d.bicep' % i, "param name string = 'm%d'\nmodule leaf 'leaf.bicep' = {\n  name: 'leaf'\n  params: { name: name }\n}\noutput id string = leaf.outputs.id\n" % i
    yield 'main.bicep', ''.join("module m%d 'm%d.bicep' = { name: 'm%d' }\n" % (i, i, i) for i in range(n))


FAMILIES = {f.__name__: f for f in (resources, parameters, variables, loops, string_pieces, array_items, object_members, modules)}


def seconds(binary, folder):
    """Processor time of the best of several runs: a busy machine must not look like a slow program."""
    best = None
    for _ in range(5):
        process = subprocess.Popen([binary, 'build', os.path.join(folder, 'main.bicep'), '--stdout', '-j', '1'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        took = usage.ru_utime + usage.ru_stime
        if process.returncode != 0:
            return None, message.decode(errors='replace').strip().splitlines()[:1]
        best = took if best is None else min(best, took)
        if took > 5:
            break
    return best, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bin', default='build/release/fleetlint')
    parser.add_argument('--only', default='')
    parser.add_argument('--largest', type=int, default=10000)
    args = parser.parse_args()
    sizes = [n for n in (10, 100, 1000, 10000) if n <= args.largest]
    with tempfile.TemporaryDirectory() as empty:
        open(os.path.join(empty, 'main.bicep'), 'w').close()
        start_up, _ = seconds(args.bin, empty)
    print('start-up %.2f ms' % (1e3 * start_up))
    print('%-21s' % 'microseconds per unit' + ''.join('%12d' % n for n in sizes) + '   last/previous')
    for name, family in FAMILIES.items():
        if args.only not in name:
            continue
        row = []
        for n in sizes:
            with tempfile.TemporaryDirectory() as folder:
                for path, text in family(n):
                    with open(os.path.join(folder, path), 'w', encoding='utf-8') as f:
                        f.write(text)
                took, problem = seconds(args.bin, folder)
                row.append(None if took is None else 1e6 * max(took - start_up, 0) / n)
                if problem:
                    print('%s %d: %s' % (name, n, problem))
        ratio = row[-1] / row[-2] if len(row) > 1 and row[-1] and row[-2] else float('nan')
        print('%-21s' % name + ''.join('%12s' % ('failed' if x is None else '%.2f' % x) for x in row) + '%12.2f' % ratio, flush=True)


if __name__ == '__main__':
    main()
