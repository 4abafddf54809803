package dev.identitydomains.operator.plan;

/**
 * A planner's answer: a plan, or a refusal where every plan would do harm.
 *
 * @param <S> the observed subject
 * @param <C> the type of its changes
 */
public sealed interface Decision<S, C extends Change> permits Plan, Refusal {}
