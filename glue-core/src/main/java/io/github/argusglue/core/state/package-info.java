/** State files: replaced atomically, with records stored as JSON. */
@NullMarked
package io.github.argusglue.core.state;

import org.jspecify.annotations.NullMarked;
