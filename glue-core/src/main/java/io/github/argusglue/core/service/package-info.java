/** The running service: every source with its loop, put together from the configuration and the plugins. */
@NullMarked
package io.github.argusglue.core.service;

import org.jspecify.annotations.NullMarked;
