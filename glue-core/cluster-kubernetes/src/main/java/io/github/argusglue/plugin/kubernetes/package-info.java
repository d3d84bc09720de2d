/**
 * Engine for clusters of argus-glue that keeps sessions and owners in objects of Kubernetes.
 *
 * <p>{@link io.github.argusglue.plugin.kubernetes.KubernetesEngine} says which objects there are, and why that is safe.
 */
@NullMarked
package io.github.argusglue.plugin.kubernetes;

import org.jspecify.annotations.NullMarked;
