import { CURL } from './curl-snippet.ts';
import { JAVA } from './java-snippet.ts';
import { PHP } from './php-snippet.ts';
import { PYTHON } from './python-snippet.ts';
import type { SnippetLanguage } from './snippet-request.ts';
import { TYPESCRIPT } from './typescript-snippet.ts';

/** Every language of the snippets, in the order they are offered. */
export const SNIPPET_LANGUAGES: readonly SnippetLanguage[] = [CURL, TYPESCRIPT, PYTHON, JAVA, PHP];
