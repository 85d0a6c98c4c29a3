"""Loss of answer tokens against the base model's head."""

from __future__ import annotations

import torch
import torch.nn.functional as F


class AnswerLoss(torch.autograd.Function):
    """Weighted cross-entropy against the head, its gradient computed in the same pass.

    Holding [answers, vocabulary] logits for a separate backward pass costs more time and memory
    than the rest of the head, so each chunk's gradient is taken while its softmax is at hand.
    """

    CHUNK = 256
    ROUNDED = 64
    """Multiple that the last chunk is padded to: oneDNN compiles every new shape."""

    @staticmethod
    def forward(ctx, hidden, head, targets, weights, taught, share):
        """Sum of weights * losses, and the losses [n] without gradient.

        hidden [n, size], head [vocabulary, size], targets [n], weights [n]; taught and share are None,
        or the teacher's hidden states [n, size] and its share of what is to be predicted [n].
        """
        losses = torch.empty(len(hidden), device=hidden.device)
        gradient = torch.empty_like(hidden)
        for start in range(0, len(hidden), AnswerLoss.CHUNK):
            part = slice(start, start + AnswerLoss.CHUNK)
            logits = F.linear(hidden[part], head)
            rows = torch.arange(len(logits), device=hidden.device)
            wanted = logits[rows, targets[part]].float()
            known = 1 if share is None else 1 - share[part]
            largest = logits.amax(-1, keepdim=True)
            exponentials = (logits - largest).exp_()
            sums = exponentials.sum(-1, dtype=torch.float32)
            losses[part] = sums.log() + largest[:, 0].float() - known * wanted
            if taught is not None:
                lesson = F.linear(taught[part], head).float().softmax(-1) * share[part, None]
                losses[part] -= (lesson * logits).sum(-1)
            scale = (weights[part] / sums).to(hidden.dtype)
            exponentials *= scale[:, None]
            exponentials[rows, targets[part]] -= (known * weights[part]).to(hidden.dtype)
            if taught is not None:
                exponentials -= (lesson * weights[part, None]).to(hidden.dtype)
            gradient[part] = exponentials @ head
        ctx.save_for_backward(gradient)
        ctx.mark_non_differentiable(losses)
        return (losses * weights).sum(), losses

    @staticmethod
    def backward(ctx, upstream, _):
        (gradient,) = ctx.saved_tensors
        return gradient * upstream.to(gradient.dtype), *[None] * 5


def answer_loss(
    hidden: torch.Tensor,
    head: torch.Tensor,
    targets: torch.Tensor,
    weights: torch.Tensor,
    taught: torch.Tensor | None = None,
    share: torch.Tensor | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Sum of weights * cross-entropy, and the cross-entropies [n] without gradient.

    `taught` are the final states of a teacher [n, size], `share` is the share of its prediction in
    the target [n]. Rows up to the next multiple of ROUNDED are padded with weight 0.
    """
    count = len(hidden)
    room = -count % AnswerLoss.ROUNDED
    hidden, targets = F.pad(hidden, (0, 0, 0, room)), F.pad(targets, (0, room))
    weights = F.pad(weights, (0, room))
    if taught is not None:
        taught, share = F.pad(taught, (0, 0, 0, room)), F.pad(share, (0, room))
    total, losses = AnswerLoss.apply(hidden, head, targets, weights, taught, share)
    return total, losses[:count]
