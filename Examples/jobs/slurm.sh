#!/usr/bin/env bash
#SBATCH --job-name=xiantou-sim
#SBATCH --array=0-63
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
# A simulation as an array of Slurm jobs. Submit the parts, then join them when all are done:
#
#   parts=$(sbatch --parsable Examples/jobs/slurm.sh scenario.json runs)
#   sbatch --dependency=afterok:$parts --wrap 'xiantou sim merge runs/*.run -o result.run --json'
#
# A part that is queued again writes the same bytes again.
set -euo pipefail
scenario=$1 folder=$2
mkdir -p "$folder"
xiantou sim pool --scenario "$scenario" --paths 100000000 \
  --shard "${SLURM_ARRAY_TASK_ID:?}/${SLURM_ARRAY_TASK_COUNT:?}" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" -o "$folder/$SLURM_ARRAY_TASK_ID.run" --json --quiet
