package dev.identitydomains.operator.plan;

/** What a planner concludes: a plan to carry out, or why nothing may be done. */
public sealed interface Decision permits Plan, Refusal {}
