/** Generates the files that are derived from the command line: shell completions and the manual page. */
@NullMarked
package io.github.argusglue.dist.docs;

import org.jspecify.annotations.NullMarked;
