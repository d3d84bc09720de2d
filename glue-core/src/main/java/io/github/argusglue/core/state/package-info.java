/** Files in the state folder: how they are replaced, and how records become JSON in them. */
@NullMarked
package io.github.argusglue.core.state;

import org.jspecify.annotations.NullMarked;
