/** Random faults, from a seed, against the built program between real systems. */
@NullMarked
package io.github.argusglue.dist.it.chaos;

import org.jspecify.annotations.NullMarked;
