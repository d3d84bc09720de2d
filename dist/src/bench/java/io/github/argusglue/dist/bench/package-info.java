/** Benchmarks of what the project claims about its speed. */
@NullMarked
package io.github.argusglue.dist.bench;

import org.jspecify.annotations.NullMarked;
