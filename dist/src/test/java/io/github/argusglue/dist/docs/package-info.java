/** Writes what stands beside the program and is made of its command line: completions and the manual page. */
@NullMarked
package io.github.argusglue.dist.docs;

import org.jspecify.annotations.NullMarked;
