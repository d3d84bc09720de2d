/** What others see of a source. */
@NullMarked
package io.github.argusglue.core.status;

import org.jspecify.annotations.NullMarked;
