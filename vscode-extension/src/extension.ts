// A thin client: finds the program, starts `fleetlint lsp`, restarts it when its settings change.
import * as fs from 'fs';
import * as path from 'path';
import * as vscode from 'vscode';
import { DocumentFilter, LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

/** The program of the settings, the one packed into the extension, or the one on PATH. */
function programPath(context: vscode.ExtensionContext, settings: vscode.WorkspaceConfiguration): string {
  const configured = settings.get<string>('path', '').trim();
  if (configured !== '') {
    return configured;
  }
  const name = process.platform === 'win32' ? 'fleetlint.exe' : 'fleetlint';
  const packed = path.join(context.extensionPath, 'server', name);
  return fs.existsSync(packed) ? packed : name;
}

function documents(settings: vscode.WorkspaceConfiguration): DocumentFilter[] {
  const json = settings.get<string[]>('jsonFiles', []);
  return [
    { scheme: 'file', language: 'bicep' },
    { scheme: 'file', language: 'bicep-params' },
    ...json.flatMap((pattern) => ['json', 'jsonc'].map((language) => ({ scheme: 'file', language, pattern }))),
  ];
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const settings = vscode.workspace.getConfiguration('fleetlint');
  const command = programPath(context, settings);
  const server: ServerOptions = { command, args: ['lsp', ...settings.get<string[]>('arguments', [])] };
  const options: LanguageClientOptions = {
    documentSelector: documents(settings),
    initializationOptions: { debounceMilliseconds: settings.get<number>('debounceMilliseconds', 150) },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/{*.bicep,*.bicepparam,*.json}') },
    markdown: { isTrusted: false },
  };
  client = new LanguageClient('fleetlint', 'fleetlint', server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const choice = await vscode.window.showErrorMessage(`fleetlint could not be started (${command}): ${error}`, 'Open settings');
    if (choice !== undefined) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'fleetlint.path');
    }
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const restart = async () => {
    await stop();
    await start(context);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('fleetlint.restart', restart),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('fleetlint') && !event.affectsConfiguration('fleetlint.trace')) {
        await restart();
      }
    }),
  );
  await start(context);
}

export function deactivate(): Promise<void> {
  return stop();
}
