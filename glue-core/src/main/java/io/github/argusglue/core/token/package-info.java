/** The life of each source's token in Argus: how long it lasts, who is told, and how it gets a successor. */
@NullMarked
package io.github.argusglue.core.token;

import org.jspecify.annotations.NullMarked;
