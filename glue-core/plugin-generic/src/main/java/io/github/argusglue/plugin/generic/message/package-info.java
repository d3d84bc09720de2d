/** The messages that the adapter takes, and the reader of their JSON format. */
@NullMarked
package io.github.argusglue.plugin.generic.message;

import org.jspecify.annotations.NullMarked;
