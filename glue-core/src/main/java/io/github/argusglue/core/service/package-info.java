/** The running service: the sources and their loops, created from the configuration and the plugins. */
@NullMarked
package io.github.argusglue.core.service;

import org.jspecify.annotations.NullMarked;
